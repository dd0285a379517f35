BEGIN;

-- AlterTable
ALTER TABLE "devices" ADD COLUMN     "pin_order_heeded_at" TIMESTAMPTZ(0);

COMMIT;
