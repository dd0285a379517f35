BEGIN;

-- AlterTable
ALTER TABLE "status_bits" ADD COLUMN     "paper_mac" BYTEA;

-- CreateTable
CREATE TABLE "shared_papers" (
    "pharmacy_number" CHAR(5) NOT NULL,
    "record_key" UUID NOT NULL,
    "delegation_jti" VARCHAR(8) NOT NULL,
    "status_index" INTEGER NOT NULL,
    "device_id" UUID NOT NULL,
    "paper_mac" BYTEA NOT NULL,
    "field_key_id" TEXT NOT NULL,
    "identity_sealed" BYTEA NOT NULL,
    "attestation_sealed" BYTEA NOT NULL,
    "locale" CHAR(2) NOT NULL,
    "code_day" DATE NOT NULL,
    "code_entry" BYTEA NOT NULL,
    "seen_at" TIMESTAMPTZ(0) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(0),
    "revoked_at" TIMESTAMPTZ(0),

    CONSTRAINT "shared_papers_pkey" PRIMARY KEY ("pharmacy_number","record_key")
);

-- CreateIndex
CREATE INDEX "shared_papers_pharmacy_number_delegation_jti_status_index_idx" ON "shared_papers"("pharmacy_number", "delegation_jti", "status_index");

-- CreateIndex
CREATE INDEX "shared_papers_code_day_idx" ON "shared_papers"("code_day");

-- CreateIndex
CREATE INDEX "shared_papers_field_key_id_idx" ON "shared_papers"("field_key_id");

-- CreateIndex
CREATE UNIQUE INDEX "shared_papers_pharmacy_number_paper_mac_key" ON "shared_papers"("pharmacy_number", "paper_mac");

-- AddForeignKey
ALTER TABLE "shared_papers" ADD CONSTRAINT "shared_papers_pharmacy_number_delegation_jti_fkey" FOREIGN KEY ("pharmacy_number", "delegation_jti") REFERENCES "delegations"("pharmacy_number", "jti") ON DELETE RESTRICT ON UPDATE CASCADE;

COMMIT;
