BEGIN;

-- CreateTable
CREATE TABLE "positive_results" (
    "pharmacy_number" CHAR(5) NOT NULL,
    "key" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "field_key_id" TEXT NOT NULL,
    "content_sealed" BYTEA NOT NULL,
    "sampled_at" TIMESTAMPTZ(0) NOT NULL,
    "sampled_zone" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(0) NOT NULL,
    "recorded_zone" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "positive_results_pkey" PRIMARY KEY ("pharmacy_number","key")
);

-- CreateIndex
CREATE INDEX "positive_results_registered_at_idx" ON "positive_results"("registered_at");

-- CreateIndex
CREATE INDEX "positive_results_field_key_id_idx" ON "positive_results"("field_key_id");

-- AddForeignKey
ALTER TABLE "positive_results" ADD CONSTRAINT "positive_results_pharmacy_number_fkey" FOREIGN KEY ("pharmacy_number") REFERENCES "pharmacies"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

COMMIT;
