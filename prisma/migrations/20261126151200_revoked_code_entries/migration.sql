BEGIN;

-- Hashes are cut to what is published (spec CC-8).
ALTER TABLE "records" DROP CONSTRAINT "records_code";
UPDATE "records" SET "code_hash" = substring("code_hash" FROM 1 FOR 3);
ALTER TABLE "records" ADD CONSTRAINT "records_code" CHECK (length("code_hash") = 3);

-- AlterTable
ALTER TABLE "status_bits" DROP CONSTRAINT "status_bits_code";
ALTER TABLE "status_bits" ADD COLUMN     "code_entry" BYTEA;
UPDATE "status_bits" SET "code_hash" = substring("code_hash" FROM 1 FOR 3);
-- A revoked code is an entry, or the hash where the paper was revoked before there were entries, or not known.
ALTER TABLE "status_bits"
    ADD CONSTRAINT "status_bits_code" CHECK (
        num_nonnulls("code_entry", "code_hash") = CASE WHEN "code_day" IS NULL THEN 0 ELSE 1 END
        AND length("code_entry") = 6 AND length("code_hash") = 3
    );

-- Reports made before keep their eight bytes.
ALTER TABLE "code_reports" DROP CONSTRAINT "code_reports_hash";
ALTER TABLE "code_reports" ADD CONSTRAINT "code_reports_hash" CHECK (length("code_hash") IN (3, 8));

COMMIT;
