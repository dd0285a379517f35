BEGIN;

-- DropIndex
DROP INDEX "check_ins_assignment_id_at_idx";

-- AlterTable
ALTER TABLE "assignments" ADD COLUMN     "auto_close" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "reentry" VARCHAR(7) NOT NULL DEFAULT 'allowed';

-- AlterTable
ALTER TABLE "check_ins" ADD COLUMN     "alias" CHAR(22),
ADD COLUMN     "reason" VARCHAR(16),
ADD COLUMN     "salt" CHAR(11),
ADD COLUMN     "seq" BIGSERIAL NOT NULL,
ADD COLUMN     "type" VARCHAR(10) NOT NULL DEFAULT 'passage',
ALTER COLUMN "direction" DROP NOT NULL,
ALTER COLUMN "outcome" DROP NOT NULL,
ALTER COLUMN "format" DROP NOT NULL,
ALTER COLUMN "pseudonym" DROP NOT NULL;

-- CreateTable
CREATE TABLE "posts" (
    "assignment_id" TEXT NOT NULL,
    "device_id" UUID NOT NULL,
    "gate" TEXT NOT NULL,
    "role" VARCHAR(5) NOT NULL,
    "complete_at" TIMESTAMPTZ(3),

    CONSTRAINT "posts_pkey" PRIMARY KEY ("assignment_id","device_id")
);

-- CreateIndex
CREATE INDEX "check_ins_assignment_id_seq_idx" ON "check_ins"("assignment_id", "seq");

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "assignments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "check_ins"
    ADD CONSTRAINT "check_ins_alias" CHECK ("alias" ~ '^[A-Za-z0-9_-]{22}$'),
    ADD CONSTRAINT "check_ins_salt" CHECK ("salt" ~ '^[A-Za-z0-9_-]{11}$'),
    -- What an event of each type has. Passages of an earlier version have no salt.
    ADD CONSTRAINT "check_ins_type" CHECK (
        CASE "type"
            WHEN 'passage' THEN num_nulls("direction", "outcome", "format", "pseudonym") = 0 AND "reason" IS NULL
            WHEN 'correction' THEN "direction" IS NOT NULL
                AND num_nonnulls("outcome", "format", "pseudonym", "alias", "salt", "undoes", "reason") = 0
            WHEN 'override' THEN "reason" IS NOT NULL
                AND num_nonnulls("direction", "outcome", "format", "pseudonym", "alias", "salt", "undoes") = 0
            ELSE false
        END
    );

ALTER TABLE "posts" ADD CONSTRAINT "posts_role" CHECK ("role" IN ('entry', 'exit', 'both'));

ALTER TABLE "assignments" ADD CONSTRAINT "assignments_reentry" CHECK ("reentry" IN ('allowed', 'once', 'never'));

COMMIT;
