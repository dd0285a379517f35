BEGIN;

-- Everything that this changes is locked at once, before anything is made: whoever holds one of them ends first, and what
-- would wait for each other for ever meets here, where nothing is lost yet.
LOCK TABLE "pharmacies", "delegations" IN SHARE ROW EXCLUSIVE MODE;
LOCK TABLE "records", "passes", "holder_links", "mail_jobs" IN ACCESS EXCLUSIVE MODE;

-- CreateTable
CREATE TABLE "record_claims" (
    "pharmacy_number" CHAR(5) NOT NULL,
    "key" UUID NOT NULL,
    "delegation_jti" VARCHAR(8) NOT NULL,
    "status_index" INTEGER NOT NULL,
    "registered_at" TIMESTAMPTZ(0) NOT NULL
);

-- Filled before it has keys: made afterwards they cost a tenth.
INSERT INTO "record_claims" ("pharmacy_number", "key", "delegation_jti", "status_index", "registered_at")
SELECT "pharmacy_number", "key", "delegation_jti", "status_index", "registered_at" FROM "records";
ALTER TABLE "record_claims" ADD CONSTRAINT "record_claims_pkey" PRIMARY KEY ("pharmacy_number","key");

-- CreateIndex
CREATE UNIQUE INDEX "record_claims_pharmacy_number_delegation_jti_status_index_key" ON "record_claims"("pharmacy_number", "delegation_jti", "status_index");

-- What belongs to a record belongs to its claim, which stays when the record's month goes.
ALTER TABLE "passes" DROP CONSTRAINT "passes_pharmacy_number_record_key_fkey";
ALTER TABLE "holder_links" DROP CONSTRAINT "holder_links_pharmacy_number_record_key_fkey";
ALTER TABLE "mail_jobs" DROP CONSTRAINT "mail_jobs_pharmacy_number_record_key_fkey";

-- AddForeignKey
ALTER TABLE "passes" ADD CONSTRAINT "passes_pharmacy_number_record_key_fkey" FOREIGN KEY ("pharmacy_number", "record_key") REFERENCES "record_claims"("pharmacy_number", "key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holder_links" ADD CONSTRAINT "holder_links_pharmacy_number_record_key_fkey" FOREIGN KEY ("pharmacy_number", "record_key") REFERENCES "record_claims"("pharmacy_number", "key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_jobs" ADD CONSTRAINT "mail_jobs_pharmacy_number_record_key_fkey" FOREIGN KEY ("pharmacy_number", "record_key") REFERENCES "record_claims"("pharmacy_number", "key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand: Prisma knows no partitions. ----------------------------------------------------------------

-- The present tables become the first partitions as they are, their names those of the whole. Keys and unique indices stay
-- each partition's own: what is unique for ever is so by record_claims.
ALTER TABLE "records" RENAME TO "records_first";
ALTER INDEX "records_pkey" RENAME TO "records_first_pkey";
ALTER INDEX "records_pharmacy_number_delegation_jti_status_index_key" RENAME TO "records_first_pharmacy_number_delegation_jti_status_index_key";
ALTER INDEX "records_code_day_idx" RENAME TO "records_first_code_day_idx";
ALTER INDEX "records_registered_at_idx" RENAME TO "records_first_registered_at_idx";
ALTER INDEX "records_field_key_id_idx" RENAME TO "records_first_field_key_id_idx";
ALTER INDEX "records_pharmacy_number_same_day_idx" RENAME TO "records_first_pharmacy_number_same_day_idx";
ALTER INDEX "records_pharmacy_number_corrects_idx" RENAME TO "records_first_pharmacy_number_corrects_idx";
ALTER INDEX "records_withdrawn" RENAME TO "records_first_withdrawn";
ALTER TABLE "passes" RENAME TO "passes_first";
ALTER INDEX "passes_pkey" RENAME TO "passes_first_pkey";
ALTER INDEX "passes_uvci_key" RENAME TO "passes_first_uvci_key";
ALTER INDEX "passes_field_key_id_idx" RENAME TO "passes_first_field_key_id_idx";

CREATE TABLE "records" (LIKE "records_first" INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE ("registered_at");
CREATE INDEX "records_code_day_idx" ON "records"("code_day");
CREATE INDEX "records_registered_at_idx" ON "records"("registered_at");
CREATE INDEX "records_field_key_id_idx" ON "records"("field_key_id");
CREATE INDEX "records_pharmacy_number_same_day_idx" ON "records"("pharmacy_number", "same_day");
CREATE INDEX "records_pharmacy_number_corrects_idx" ON "records"("pharmacy_number", "corrects");
CREATE INDEX "records_withdrawn" ON "records"("state") WHERE "state" <> 'registered';
ALTER TABLE "records" ADD CONSTRAINT "records_pharmacy_number_fkey" FOREIGN KEY ("pharmacy_number") REFERENCES "pharmacies"("number") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "records" ADD CONSTRAINT "records_pharmacy_number_delegation_jti_fkey" FOREIGN KEY ("pharmacy_number", "delegation_jti") REFERENCES "delegations"("pharmacy_number", "jti") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "passes" (LIKE "passes_first" INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE ("issued_at");
CREATE INDEX "passes_field_key_id_idx" ON "passes"("field_key_id");
ALTER TABLE "passes" ADD CONSTRAINT "passes_pharmacy_number_record_key_fkey" FOREIGN KEY ("pharmacy_number", "record_key") REFERENCES "record_claims"("pharmacy_number", "key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The first partition ends with this month, or with the month of what an instance whose clock runs ahead registered.
DO $attach$
DECLARE
    border timestamptz;
BEGIN
    SELECT greatest(max("registered_at"), now()) INTO border FROM "records_first";
    border := (date_trunc('month', border AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    EXECUTE format('ALTER TABLE "records" ATTACH PARTITION "records_first" FOR VALUES FROM (MINVALUE) TO (%L)', border);
    SELECT greatest(max("issued_at"), now()) INTO border FROM "passes_first";
    border := (date_trunc('month', border AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    EXECUTE format('ALTER TABLE "passes" ATTACH PARTITION "passes_first" FOR VALUES FROM (MINVALUE) TO (%L)', border);
END
$attach$;

-- What no month is there for. Also the pattern of every month: keys and checks are copied from it.
CREATE TABLE "records_default" (LIKE "records_first" INCLUDING ALL);
ALTER TABLE "records" ATTACH PARTITION "records_default" DEFAULT;
CREATE TABLE "passes_default" (LIKE "passes_first" INCLUDING ALL);
ALTER TABLE "passes" ATTACH PARTITION "passes_default" DEFAULT;

-- Whoever may use the tables so far may use them as they are now.
DO $grants$
DECLARE
    given record;
BEGIN
    FOR given IN
        SELECT grants.privilege_type, grants.grantee, names.target
        FROM (VALUES ('records_first', 'records'), ('records_first', 'record_claims'), ('passes_first', 'passes'))
            AS names(source, target)
            JOIN pg_class c ON c.oid = names.source::regclass CROSS JOIN aclexplode(c.relacl) AS grants
        WHERE grants.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('GRANT %s ON %I TO %I', given.privilege_type, given.target, pg_get_userbyid(given.grantee));
    END LOOP;
END
$grants$;

-- A record is there once for ever, whoever writes it and in whatever month: its key and its index are claimed first. Where
-- somebody else has one of them the row is passed over, as ON CONFLICT DO NOTHING does.
CREATE FUNCTION "claim_record"() RETURNS trigger LANGUAGE plpgsql AS $claim$
BEGIN
    INSERT INTO public."record_claims" ("pharmacy_number", "key", "delegation_jti", "status_index", "registered_at")
    VALUES (NEW."pharmacy_number", NEW."key", NEW."delegation_jti", NEW."status_index", NEW."registered_at")
    ON CONFLICT DO NOTHING;
    IF FOUND THEN RETURN NEW; END IF;
    RETURN NULL;
END
$claim$;
CREATE TRIGGER "claim_record" BEFORE INSERT ON "records" FOR EACH ROW EXECUTE FUNCTION "claim_record"();

-- A row that moved to another month would be inserted there, and passed over.
CREATE FUNCTION "keep_registered_at"() RETURNS trigger LANGUAGE plpgsql AS $keep$
BEGIN
    IF NEW."registered_at" <> OLD."registered_at" THEN
        RAISE EXCEPTION 'a record stays in the month in which it was registered' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$keep$;
CREATE TRIGGER "keep_registered_at" BEFORE UPDATE OF "registered_at" ON "records" FOR EACH ROW EXECUTE FUNCTION "keep_registered_at"();

-- Partitions of a table that have bounds, and these.
CREATE FUNCTION "partition_ranges"("parent" regclass) RETURNS TABLE ("partition" regclass, "lower" timestamptz, "upper" timestamptz)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $ranges$
    SELECT c.oid::regclass, coalesce(substring(bound FROM $$FROM \('([^']+)'\)$$)::timestamptz, '-infinity'),
        substring(bound FROM $$TO \('([^']+)'\)$$)::timestamptz
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid CROSS JOIN LATERAL pg_get_expr(c.relpartbound, c.oid) AS bound
    WHERE i.inhparent = $1 AND bound <> 'DEFAULT'
$ranges$;

-- Makes the first partition that is not there of this month, three months ahead, and the months of what lies in the default
-- partition, which it moves. Answers its name; null where none is missing. With the owner's rights: the portal's account
-- makes no tables. One a call, so that what waits for it waits for one.
CREATE FUNCTION "make_partition"() RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $make$
DECLARE
    whole text;
    at text;
    named text;
    month timestamptz;
    made text;
BEGIN
    IF NOT has_table_privilege(session_user, 'public.records', 'INSERT') THEN
        RAISE EXCEPTION 'only who registers makes partitions' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR whole, at, named IN VALUES
        ('records', 'registered_at', 'public.pharmacies, public.delegations'), ('passes', 'issued_at', 'public.record_claims')
    LOOP
        EXECUTE format($months$
            SELECT min(m) FROM (
                SELECT date_trunc('month', now()) + make_interval(months => ahead) FROM generate_series(0, 3) AS ahead
                UNION
                SELECT date_trunc('month', %2$I) FROM public.%3$I WHERE %2$I < date_trunc('month', now()) + interval '4 months'
            ) AS wanted(m)
            WHERE NOT EXISTS (SELECT FROM public.partition_ranges('public.%1$I') r WHERE r.lower <= m AND r.upper > m)
            $months$, whole, at, whole || '_default') INTO month;
        CONTINUE WHEN month IS NULL;
        made := whole || to_char(month, '_YYYY_MM');
        -- Whoever writes what the foreign keys name may come to the table itself later: waited for here, not there.
        EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', named);
        EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', whole || '_default');
        EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', made, whole || '_default');
        EXECUTE format('WITH moved AS (DELETE FROM public.%I WHERE %I >= %L AND %I < %L RETURNING *)
            INSERT INTO public.%I SELECT * FROM moved', whole || '_default', at, month, at, month + interval '1 month', made);
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
            whole, made, month, month + interval '1 month');
        RETURN made;
    END LOOP;
    RETURN NULL;
END
$make$;

-- Drops the oldest partition that ended before `before`. Answers its name; null where there is none. Nothing that could
-- still be asked for goes: passes last a year.
CREATE FUNCTION "drop_partition"("before" timestamptz) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $drop$
DECLARE
    gone text;
BEGIN
    IF NOT has_table_privilege(session_user, 'public.records', 'DELETE') THEN
        RAISE EXCEPTION 'only who may delete records drops partitions' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF before > now() - interval '400 days' THEN
        RAISE EXCEPTION 'records are kept for 400 days' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT r.partition::text INTO gone
    FROM (VALUES ('public.passes'::regclass), ('public.records'::regclass)) AS whole(name)
        CROSS JOIN LATERAL public.partition_ranges(whole.name) AS r
    WHERE r.upper <= before ORDER BY r.upper, r.partition::text LIMIT 1;
    IF gone IS NULL THEN RETURN NULL; END IF;
    -- As in make_partition.
    LOCK TABLE public.pharmacies, public.delegations, public.record_claims IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('DROP TABLE %s', gone);
    RETURN gone;
END
$drop$;

DO $ahead$
BEGIN
    WHILE "make_partition"() IS NOT NULL LOOP
    END LOOP;
END
$ahead$;

COMMIT;
