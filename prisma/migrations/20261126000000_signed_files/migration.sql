BEGIN;

-- CreateTable
CREATE TABLE "signed_files" (
    "path" TEXT NOT NULL,
    "iat" INTEGER NOT NULL,
    "signer" TEXT NOT NULL,

    CONSTRAINT "signed_files_pkey" PRIMARY KEY ("path")
);

-- CreateTable
CREATE TABLE "withdrawn_prefixes" (
    "prefix" BYTEA NOT NULL,

    CONSTRAINT "withdrawn_prefixes_pkey" PRIMARY KEY ("prefix")
);

-- What Prisma cannot express.
ALTER TABLE "withdrawn_prefixes" ADD CONSTRAINT "withdrawn_prefixes_length" CHECK (length("prefix") = 6);

COMMIT;
