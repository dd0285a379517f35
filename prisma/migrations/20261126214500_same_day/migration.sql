BEGIN;

-- AlterTable
ALTER TABLE "records" ADD COLUMN     "same_day" BYTEA;

-- AlterTable
ALTER TABLE "positive_results" ADD COLUMN     "same_day" BYTEA;

-- CreateIndex
CREATE INDEX "records_pharmacy_number_same_day_idx" ON "records"("pharmacy_number", "same_day");

-- CreateIndex
CREATE INDEX "positive_results_pharmacy_number_same_day_idx" ON "positive_results"("pharmacy_number", "same_day");

COMMIT;
