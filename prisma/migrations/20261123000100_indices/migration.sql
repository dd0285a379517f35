BEGIN;

-- CreateIndex
CREATE INDEX "records_registered_at_idx" ON "records"("registered_at");

-- Withdrawn records are few and are asked for at every publication (by hand: Prisma knows no partial index).
CREATE INDEX "records_withdrawn" ON "records"("state") WHERE "state" <> 'registered';

COMMIT;
