BEGIN;

-- A change of its own for each table: transactions of a release that goes on take them in either order.
-- CreateIndex
CREATE INDEX "status_bits_set_at_idx" ON "status_bits"("set_at");

COMMIT;
