BEGIN;

-- What Prisma cannot express: few records are withdrawn, and what is published of them is found by its time.
DROP INDEX "records_withdrawn";
CREATE INDEX "records_withdrawn" ON "records"("withdrawn_at") WHERE "state" <> 'registered';

COMMIT;
