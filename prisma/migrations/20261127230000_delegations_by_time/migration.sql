BEGIN;

-- CreateIndex
CREATE INDEX "delegations_created_at_idx" ON "delegations"("created_at");

COMMIT;
