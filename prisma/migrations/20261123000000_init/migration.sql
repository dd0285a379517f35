BEGIN;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "device_role" AS ENUM ('counter', 'door', 'train');

-- CreateEnum
CREATE TYPE "device_state" AS ENUM ('active', 'denied');

-- CreateEnum
CREATE TYPE "assignment_kind" AS ENUM ('event', 'train');

-- CreateEnum
CREATE TYPE "record_state" AS ENUM ('registered', 'refused', 'revoked');

-- CreateEnum
CREATE TYPE "mail_state" AS ENUM ('waiting', 'sent', 'failed');

-- CreateTable
CREATE TABLE "pharmacies" (
    "number" CHAR(5) NOT NULL,
    "name" TEXT NOT NULL,
    "town" TEXT NOT NULL,
    "finess" CHAR(9),
    "kinds" TEXT NOT NULL DEFAULT 'ANV',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "denied_at" TIMESTAMPTZ(3),
    "denied_reason" TEXT,

    CONSTRAINT "pharmacies_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "venues" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "venues_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignments" (
    "id" TEXT NOT NULL,
    "venue_id" TEXT NOT NULL,
    "kind" "assignment_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "gates" TEXT[],
    "capacity" INTEGER,
    "starts_at" TIMESTAMPTZ(0) NOT NULL,
    "ends_at" TIMESTAMPTZ(0) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assignments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "devices" (
    "id" UUID NOT NULL,
    "role" "device_role" NOT NULL,
    "state" "device_state" NOT NULL DEFAULT 'active',
    "label" TEXT NOT NULL,
    "thumbprint" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "pharmacy_number" CHAR(5),
    "venue_id" TEXT,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3),
    "denied_at" TIMESTAMPTZ(3),
    "denied_reason" TEXT,

    CONSTRAINT "devices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrolment_codes" (
    "id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "role" "device_role" NOT NULL,
    "pharmacy_number" CHAR(5),
    "venue_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by" TEXT,

    CONSTRAINT "enrolment_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "status_lists" (
    "no" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "next_index" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "status_lists_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "delegations" (
    "pharmacy_number" CHAR(5) NOT NULL,
    "jti" VARCHAR(8) NOT NULL,
    "device_id" UUID NOT NULL,
    "request_key" UUID NOT NULL,
    "list_no" INTEGER NOT NULL,
    "first_index" INTEGER NOT NULL,
    "index_count" INTEGER NOT NULL,
    "not_before" TIMESTAMPTZ(0) NOT NULL,
    "expires_at" TIMESTAMPTZ(0) NOT NULL,
    "jwt" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "delegations_pkey" PRIMARY KEY ("pharmacy_number","jti")
);

-- CreateTable
CREATE TABLE "status_bits" (
    "list_no" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "code_day" DATE,
    "code_hash" BYTEA,

    CONSTRAINT "status_bits_pkey" PRIMARY KEY ("list_no","index")
);

-- CreateTable
CREATE TABLE "records" (
    "pharmacy_number" CHAR(5) NOT NULL,
    "key" UUID NOT NULL,
    "delegation_jti" VARCHAR(8) NOT NULL,
    "status_index" INTEGER NOT NULL,
    "device_id" UUID NOT NULL,
    "state" "record_state" NOT NULL,
    "reason" TEXT,
    "kind" CHAR(1) NOT NULL,
    "content_mac" BYTEA NOT NULL,
    "field_key_id" TEXT NOT NULL,
    "identity_sealed" BYTEA NOT NULL,
    "contact_sealed" BYTEA NOT NULL,
    "attestation_sealed" BYTEA NOT NULL,
    "sampled_at" TIMESTAMPTZ(0) NOT NULL,
    "sampled_zone" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(0) NOT NULL,
    "issued_zone" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(0) NOT NULL,
    "queued_zone" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(0) NOT NULL,
    "registered_zone" TEXT NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "code_day" DATE NOT NULL,
    "code_hash" BYTEA NOT NULL,

    CONSTRAINT "records_pkey" PRIMARY KEY ("pharmacy_number","key")
);

-- CreateTable
CREATE TABLE "passes" (
    "pharmacy_number" CHAR(5) NOT NULL,
    "record_key" UUID NOT NULL,
    "uvci" TEXT NOT NULL,
    "field_key_id" TEXT NOT NULL,
    "hc1_sealed" BYTEA NOT NULL,
    "signed_by" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(0) NOT NULL,
    "expires_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "passes_pkey" PRIMARY KEY ("pharmacy_number","record_key")
);

-- CreateTable
CREATE TABLE "holder_links" (
    "token_hash" BYTEA NOT NULL,
    "pharmacy_number" CHAR(5) NOT NULL,
    "record_key" UUID NOT NULL,
    "wrong_tries" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(0),

    CONSTRAINT "holder_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "check_ins" (
    "id" UUID NOT NULL,
    "assignment_id" TEXT NOT NULL,
    "device_id" UUID NOT NULL,
    "gate" TEXT NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "direction" VARCHAR(3) NOT NULL,
    "outcome" VARCHAR(11) NOT NULL,
    "format" VARCHAR(6) NOT NULL,
    "pseudonym" CHAR(22) NOT NULL,
    "undoes" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "check_ins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "code_reports" (
    "code_day" DATE NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "device_id" UUID NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "code_reports_pkey" PRIMARY KEY ("code_day","code_hash","device_id")
);

-- CreateTable
CREATE TABLE "proof_jtis" (
    "thumbprint" CHAR(43) NOT NULL,
    "jti" VARCHAR(64) NOT NULL,
    "expires_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "proof_jtis_pkey" PRIMARY KEY ("thumbprint","jti")
);

-- CreateTable
CREATE TABLE "mail_jobs" (
    "pharmacy_number" CHAR(5) NOT NULL,
    "id" UUID NOT NULL,
    "record_key" UUID NOT NULL,
    "state" "mail_state" NOT NULL DEFAULT 'waiting',
    "field_key_id" TEXT NOT NULL,
    "letter_sealed" BYTEA NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_jobs_pkey" PRIMARY KEY ("pharmacy_number","id")
);

-- CreateTable
CREATE TABLE "console_links" (
    "token_hash" BYTEA NOT NULL,
    "operator" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "console_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "console_sessions" (
    "token_hash" BYTEA NOT NULL,
    "operator" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "console_sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "publications" (
    "name" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "document" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "publications_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "pharmacies_finess_key" ON "pharmacies"("finess");

-- CreateIndex
CREATE INDEX "assignments_venue_id_ends_at_idx" ON "assignments"("venue_id", "ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "devices_thumbprint_key" ON "devices"("thumbprint");

-- CreateIndex
CREATE INDEX "devices_pharmacy_number_idx" ON "devices"("pharmacy_number");

-- CreateIndex
CREATE INDEX "devices_venue_id_idx" ON "devices"("venue_id");

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_codes_code_hash_key" ON "enrolment_codes"("code_hash");

-- CreateIndex
CREATE INDEX "enrolment_codes_created_at_idx" ON "enrolment_codes"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "delegations_jti_key" ON "delegations"("jti");

-- CreateIndex
CREATE INDEX "delegations_expires_at_idx" ON "delegations"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "delegations_device_id_request_key_key" ON "delegations"("device_id", "request_key");

-- CreateIndex
CREATE INDEX "status_bits_code_day_idx" ON "status_bits"("code_day");

-- CreateIndex
CREATE INDEX "records_code_day_idx" ON "records"("code_day");

-- CreateIndex
CREATE INDEX "records_field_key_id_idx" ON "records"("field_key_id");

-- CreateIndex
CREATE UNIQUE INDEX "records_pharmacy_number_delegation_jti_status_index_key" ON "records"("pharmacy_number", "delegation_jti", "status_index");

-- CreateIndex
CREATE UNIQUE INDEX "passes_uvci_key" ON "passes"("uvci");

-- CreateIndex
CREATE INDEX "passes_field_key_id_idx" ON "passes"("field_key_id");

-- CreateIndex
CREATE UNIQUE INDEX "holder_links_pharmacy_number_record_key_key" ON "holder_links"("pharmacy_number", "record_key");

-- CreateIndex
CREATE INDEX "check_ins_assignment_id_at_idx" ON "check_ins"("assignment_id", "at");

-- CreateIndex
CREATE INDEX "proof_jtis_expires_at_idx" ON "proof_jtis"("expires_at");

-- CreateIndex
CREATE INDEX "mail_jobs_state_next_attempt_at_idx" ON "mail_jobs"("state", "next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "mail_jobs_pharmacy_number_record_key_key" ON "mail_jobs"("pharmacy_number", "record_key");

-- AddForeignKey
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_venue_id_fkey" FOREIGN KEY ("venue_id") REFERENCES "venues"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_pharmacy_number_fkey" FOREIGN KEY ("pharmacy_number") REFERENCES "pharmacies"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_venue_id_fkey" FOREIGN KEY ("venue_id") REFERENCES "venues"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolment_codes" ADD CONSTRAINT "enrolment_codes_pharmacy_number_fkey" FOREIGN KEY ("pharmacy_number") REFERENCES "pharmacies"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolment_codes" ADD CONSTRAINT "enrolment_codes_venue_id_fkey" FOREIGN KEY ("venue_id") REFERENCES "venues"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_pharmacy_number_fkey" FOREIGN KEY ("pharmacy_number") REFERENCES "pharmacies"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_list_no_fkey" FOREIGN KEY ("list_no") REFERENCES "status_lists"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_bits" ADD CONSTRAINT "status_bits_list_no_fkey" FOREIGN KEY ("list_no") REFERENCES "status_lists"("no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "records" ADD CONSTRAINT "records_pharmacy_number_fkey" FOREIGN KEY ("pharmacy_number") REFERENCES "pharmacies"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "records" ADD CONSTRAINT "records_pharmacy_number_delegation_jti_fkey" FOREIGN KEY ("pharmacy_number", "delegation_jti") REFERENCES "delegations"("pharmacy_number", "jti") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passes" ADD CONSTRAINT "passes_pharmacy_number_record_key_fkey" FOREIGN KEY ("pharmacy_number", "record_key") REFERENCES "records"("pharmacy_number", "key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holder_links" ADD CONSTRAINT "holder_links_pharmacy_number_record_key_fkey" FOREIGN KEY ("pharmacy_number", "record_key") REFERENCES "records"("pharmacy_number", "key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "assignments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "code_reports" ADD CONSTRAINT "code_reports_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_jobs" ADD CONSTRAINT "mail_jobs_pharmacy_number_record_key_fkey" FOREIGN KEY ("pharmacy_number", "record_key") REFERENCES "records"("pharmacy_number", "key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot express, by hand ------------------------------------------------------------------------------

ALTER TABLE "pharmacies"
    ADD CONSTRAINT "pharmacies_number_digits" CHECK ("number" ~ '^[0-9]{5}$'),
    ADD CONSTRAINT "pharmacies_finess_digits" CHECK ("finess" ~ '^[0-9AB]{9}$'),
    ADD CONSTRAINT "pharmacies_kinds" CHECK ("kinds" ~ '^A?N?V?R?$' AND "kinds" <> '');

-- A counter belongs to a pharmacy, a door or train to a venue, nothing to both.
ALTER TABLE "devices"
    ADD CONSTRAINT "devices_home" CHECK (
        ("role" = 'counter') = ("pharmacy_number" IS NOT NULL) AND ("role" <> 'counter') = ("venue_id" IS NOT NULL)),
    ADD CONSTRAINT "devices_thumbprint" CHECK ("thumbprint" ~ '^[A-Za-z0-9_-]{43}$'),
    ADD CONSTRAINT "devices_denied_at" CHECK (("state" = 'denied') = ("denied_at" IS NOT NULL));

ALTER TABLE "enrolment_codes"
    ADD CONSTRAINT "enrolment_codes_home" CHECK (
        ("role" = 'counter') = ("pharmacy_number" IS NOT NULL) AND ("role" <> 'counter') = ("venue_id" IS NOT NULL)),
    ADD CONSTRAINT "enrolment_codes_used" CHECK (("used_at" IS NULL) = ("used_by" IS NULL));

ALTER TABLE "assignments"
    ADD CONSTRAINT "assignments_time" CHECK ("starts_at" < "ends_at"),
    ADD CONSTRAINT "assignments_capacity" CHECK ("capacity" > 0);

ALTER TABLE "status_lists"
    ADD CONSTRAINT "status_lists_range" CHECK ("size" BETWEEN 8 AND 16777216 AND "next_index" BETWEEN 0 AND "size");

-- Index blocks never overlap (spec DL-3): every list is a stretch of one number line, 2^24 apart.
ALTER TABLE "delegations"
    ADD CONSTRAINT "delegations_jti_letters" CHECK ("jti" ~ '^[A-Za-z0-9]{1,8}$'),
    ADD CONSTRAINT "delegations_time" CHECK ("not_before" < "expires_at" AND "expires_at" <= "not_before" + interval '30 days'),
    ADD CONSTRAINT "delegations_block" CHECK (
        "first_index" >= 0 AND "index_count" > 0 AND "first_index" + "index_count" <= 16777216),
    ADD CONSTRAINT "delegations_blocks_apart" EXCLUDE USING gist (
        int8range(("list_no"::bigint << 24) + "first_index", ("list_no"::bigint << 24) + "first_index" + "index_count") WITH &&);

ALTER TABLE "status_bits"
    ADD CONSTRAINT "status_bits_index" CHECK ("index" BETWEEN 0 AND 16777215),
    ADD CONSTRAINT "status_bits_code" CHECK (("code_day" IS NULL) = ("code_hash" IS NULL) AND length("code_hash") = 8);

ALTER TABLE "records"
    ADD CONSTRAINT "records_kind" CHECK ("kind" IN ('A', 'N', 'V', 'R')),
    ADD CONSTRAINT "records_index" CHECK ("status_index" >= 0),
    ADD CONSTRAINT "records_reason" CHECK (("state" = 'registered') = ("reason" IS NULL)),
    ADD CONSTRAINT "records_code" CHECK (length("code_hash") = 8),
    ADD CONSTRAINT "records_mac" CHECK (length("content_mac") = 32);

ALTER TABLE "holder_links"
    ADD CONSTRAINT "holder_links_hash" CHECK (length("token_hash") = 32),
    ADD CONSTRAINT "holder_links_tries" CHECK ("wrong_tries" >= 0);

ALTER TABLE "check_ins"
    ADD CONSTRAINT "check_ins_direction" CHECK ("direction" IN ('in', 'out')),
    ADD CONSTRAINT "check_ins_outcome" CHECK ("outcome" IN ('accepted', 'provisional')),
    ADD CONSTRAINT "check_ins_pseudonym" CHECK ("pseudonym" ~ '^[A-Za-z0-9_-]{22}$');

ALTER TABLE "code_reports" ADD CONSTRAINT "code_reports_hash" CHECK (length("code_hash") = 8);

ALTER TABLE "publications" ADD CONSTRAINT "publications_seq" CHECK ("seq" > 0);

COMMIT;
