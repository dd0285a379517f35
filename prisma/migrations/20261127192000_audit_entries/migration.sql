BEGIN;

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor_kind" VARCHAR(8) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" VARCHAR(40) NOT NULL,
    "subject" JSONB NOT NULL,
    "request_id" UUID,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- What Prisma cannot express, by hand ------------------------------------------------------------------------------

ALTER TABLE "audit_entries"
    ADD CONSTRAINT "audit_entries_actor_kind" CHECK ("actor_kind" IN ('operator', 'device', 'command', 'portal')),
    ADD CONSTRAINT "audit_entries_action" CHECK ("action" ~ '^[a-z]+(-[a-z]+)*[.][a-z]+$'),
    ADD CONSTRAINT "audit_entries_subject" CHECK (jsonb_typeof("subject") = 'object');

-- Scripts are sent piece by piece, cut at every semicolon: within a function it is written \x3b.
CREATE FUNCTION "audit_entry_refuse"() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN
    RAISE EXCEPTION ''entries of the audit trail are only ever added: % of audit_entries is refused'', TG_OP
        USING ERRCODE = ''insufficient_privilege''\x3b
END';

-- Whoever may add an entry cannot say when it was.
CREATE FUNCTION "audit_entry_date"() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN
    NEW.at := pg_catalog.clock_timestamp()\x3b
    RETURN NEW\x3b
END';

CREATE TRIGGER "audit_entries_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_refuse"();

-- Also of a session that says that it replicates.
ALTER TABLE "audit_entries" ENABLE ALWAYS TRIGGER "audit_entries_kept";

CREATE TRIGGER "audit_entries_dated" BEFORE INSERT ON "audit_entries"
    FOR EACH ROW EXECUTE FUNCTION "audit_entry_date"();

COMMIT;
