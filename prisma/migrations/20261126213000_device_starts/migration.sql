BEGIN;

-- AlterTable
ALTER TABLE "devices" ADD COLUMN     "restored_seen_at" TIMESTAMPTZ(0),
ADD COLUMN     "twin_seen_at" TIMESTAMPTZ(0);

-- AlterTable
ALTER TABLE "records" ADD COLUMN     "start_id" CHAR(8),
ADD COLUMN     "start_number" INTEGER;

-- A running number belongs to a start.
ALTER TABLE "records" ADD CONSTRAINT "records_start" CHECK (("start_id" IS NULL) = ("start_number" IS NULL));

-- CreateTable
CREATE TABLE "device_starts" (
    "device_id" UUID NOT NULL,
    "id" CHAR(8) NOT NULL,
    "generation" INTEGER,
    "before" TEXT[],
    "given" INTEGER NOT NULL,
    "void" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    "first_seen_at" TIMESTAMPTZ(0),
    "last_seen_at" TIMESTAMPTZ(0),
    "told_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "device_starts_pkey" PRIMARY KEY ("device_id","id")
);

-- AddForeignKey
ALTER TABLE "device_starts" ADD CONSTRAINT "device_starts_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

COMMIT;
