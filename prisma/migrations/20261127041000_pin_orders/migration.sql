BEGIN;

-- AlterTable
ALTER TABLE "devices" ADD COLUMN     "pin_order_at" TIMESTAMPTZ(0),
ADD COLUMN     "pin_order_by" TEXT,
ADD COLUMN     "pin_order_id" UUID;

COMMIT;
