BEGIN;

-- CreateEnum
CREATE TYPE "holder_link_kind" AS ENUM ('sheet', 'mail');

-- DropIndex
DROP INDEX "holder_links_pharmacy_number_record_key_key";

-- AlterTable
ALTER TABLE "holder_links" ADD COLUMN     "kind" "holder_link_kind" NOT NULL DEFAULT 'sheet';

-- CreateIndex
CREATE UNIQUE INDEX "holder_links_pharmacy_number_record_key_kind_key" ON "holder_links"("pharmacy_number", "record_key", "kind");

COMMIT;
