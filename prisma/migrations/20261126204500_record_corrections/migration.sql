BEGIN;

-- AlterTable
ALTER TABLE "records" ADD COLUMN     "corrects" UUID,
ADD COLUMN     "corrects_reason" TEXT;

-- CreateIndex
CREATE INDEX "records_pharmacy_number_corrects_idx" ON "records"("pharmacy_number", "corrects");

-- What is corrected has a reason that somebody chose.
ALTER TABLE "records" ADD CONSTRAINT "records_corrects" CHECK (("corrects" IS NULL) = ("corrects_reason" IS NULL));

COMMIT;
