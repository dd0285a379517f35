BEGIN;

-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "begun_at" TIMESTAMPTZ(3),
ADD COLUMN     "held_at" TIMESTAMPTZ(3);

-- What a post said of itself so far was all that its disk held.
UPDATE "posts" SET "held_at" = "complete_at";

COMMIT;
