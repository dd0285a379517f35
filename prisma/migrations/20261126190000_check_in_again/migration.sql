BEGIN;

-- AlterTable
ALTER TABLE "check_ins" ADD COLUMN     "again" BOOLEAN;

-- One spelling: true, or nothing.
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_again" CHECK ("again" IS NULL OR ("again" AND "type" = 'passage'));

COMMIT;
