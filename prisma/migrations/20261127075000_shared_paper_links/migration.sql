BEGIN;

-- AlterTable
ALTER TABLE "shared_papers" ADD COLUMN     "locked_until" TIMESTAMPTZ(0),
ADD COLUMN     "token_hash" BYTEA,
ADD COLUMN     "wrong_tries" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "shared_papers_token_hash_idx" ON "shared_papers"("token_hash");

COMMIT;
