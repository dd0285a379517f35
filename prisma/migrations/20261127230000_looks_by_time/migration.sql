BEGIN;

-- CreateIndex
CREATE INDEX "delegations_created_at_idx" ON "delegations"("created_at");

-- CreateIndex
CREATE INDEX "status_bits_set_at_idx" ON "status_bits"("set_at");

-- What Prisma cannot express: few records are withdrawn, and what is published of them is found by its time.
DROP INDEX "records_withdrawn";
CREATE INDEX "records_withdrawn" ON "records"("withdrawn_at") WHERE "state" <> 'registered';

COMMIT;
