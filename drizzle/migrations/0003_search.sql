CREATE TABLE "app"."tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp(6) with time zone NOT NULL,
	"expires_at" timestamp(6) with time zone NOT NULL,
	"revoked_at" timestamp(6) with time zone,
	"last_used_at" timestamp(6) with time zone,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "app"."deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subscription" uuid NOT NULL,
	"webhook" uuid NOT NULL,
	"body" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp(6) with time zone NOT NULL,
	"next_at" timestamp(6) with time zone,
	"ended_at" timestamp(6) with time zone,
	"answer" text,
	CONSTRAINT "delivery_ended_is_said" CHECK (("app"."deliveries"."state" = 'waiting') = ("app"."deliveries"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "app"."exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "app"."exports_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"ledger" uuid NOT NULL,
	"person" uuid NOT NULL,
	"scope" jsonb NOT NULL,
	"query" text NOT NULL,
	"zone" text NOT NULL,
	"format" text NOT NULL,
	"up_to" bigint NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"asked_at" timestamp(6) with time zone NOT NULL,
	"started_at" timestamp(6) with time zone,
	"ended_at" timestamp(6) with time zone,
	"alive_at" timestamp(6) with time zone,
	"expected" bigint,
	"written" bigint DEFAULT 0 NOT NULL,
	"certificate" jsonb,
	"kept_until" timestamp(6) with time zone,
	"trouble" text,
	CONSTRAINT "exports_number_unique" UNIQUE("number"),
	CONSTRAINT "export_ended_is_said" CHECK (("app"."exports"."state" in ('waiting', 'running')) = ("app"."exports"."ended_at" is null)),
	CONSTRAINT "done_has_certificate" CHECK (("app"."exports"."state" <> 'done') or ("app"."exports"."certificate" is not null))
);
--> statement-breakpoint
CREATE TABLE "app"."pins" (
	"person" uuid NOT NULL,
	"query" uuid NOT NULL,
	"pinned_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "pins_person_query_pk" PRIMARY KEY("person","query")
);
--> statement-breakpoint
CREATE TABLE "app"."queries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ledger" uuid NOT NULL,
	"owner" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"query" text NOT NULL,
	"zone" text NOT NULL,
	"view" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(6) with time zone NOT NULL,
	"changed_at" timestamp(6) with time zone NOT NULL,
	"removed_at" timestamp(6) with time zone,
	"last_run_at" timestamp(6) with time zone,
	"last_run_by" uuid
);
--> statement-breakpoint
CREATE TABLE "app"."subscriptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"query" uuid NOT NULL,
	"person" uuid NOT NULL,
	"webhook" uuid,
	"up_to" bigint NOT NULL,
	"created_at" timestamp(6) with time zone NOT NULL,
	"ended_at" timestamp(6) with time zone,
	"last_found_at" timestamp(6) with time zone,
	"trouble" text
);
--> statement-breakpoint
CREATE TABLE "app"."webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"place" text NOT NULL,
	"inside" boolean DEFAULT false NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(6) with time zone NOT NULL,
	"ended_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "ledger"."postings" (
	"ledger" uuid NOT NULL,
	"term" bigint NOT NULL,
	"segment" integer NOT NULL,
	"places" "bytea" NOT NULL,
	CONSTRAINT "postings_ledger_term_segment_pk" PRIMARY KEY("ledger","term","segment")
) PARTITION BY RANGE ("segment");
--> statement-breakpoint
CREATE TABLE "ledger"."rollups" (
	"ledger" uuid NOT NULL,
	"grain" text NOT NULL,
	"part" integer NOT NULL,
	"starts" timestamp(6) with time zone NOT NULL,
	"source" uuid NOT NULL,
	"source_kind" text NOT NULL,
	"category" text NOT NULL,
	"action" text NOT NULL,
	"actor" text NOT NULL,
	"actor_kind" text NOT NULL,
	"attribution" text NOT NULL,
	"record_type" text NOT NULL,
	"decision" text NOT NULL,
	"channel" text NOT NULL,
	"ticket" text NOT NULL,
	"lines" bigint NOT NULL,
	"entries" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger"."segments" (
	"ledger" uuid NOT NULL,
	"segment" integer NOT NULL,
	"first_occurred" timestamp(6) with time zone NOT NULL,
	"last_occurred" timestamp(6) with time zone NOT NULL,
	"first_recorded" timestamp(6) with time zone NOT NULL,
	"last_recorded" timestamp(6) with time zone NOT NULL,
	"lines" integer NOT NULL,
	"version" smallint NOT NULL,
	"settled_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "segments_ledger_segment_pk" PRIMARY KEY("ledger","segment")
);
--> statement-breakpoint
CREATE TABLE "ledger"."spans" (
	"ledger" uuid NOT NULL,
	"field" text NOT NULL,
	"side" smallint NOT NULL,
	"segment" integer NOT NULL,
	"least" numeric NOT NULL,
	"most" numeric NOT NULL,
	CONSTRAINT "spans_ledger_field_side_segment_pk" PRIMARY KEY("ledger","field","side","segment")
);
--> statement-breakpoint
CREATE TABLE "ledger"."vocabulary" (
	"ledger" uuid NOT NULL,
	"field" text NOT NULL,
	"value" text NOT NULL,
	"source" uuid NOT NULL,
	"label" text,
	"first_seen" date NOT NULL,
	"last_seen" date NOT NULL,
	CONSTRAINT "vocabulary_ledger_field_value_source_pk" PRIMARY KEY("ledger","field","value","source")
);
--> statement-breakpoint
ALTER TABLE "ledger"."projection" ADD COLUMN "system" text;--> statement-breakpoint
ALTER TABLE "ledger"."projection" ADD COLUMN "channel" text;--> statement-breakpoint
ALTER TABLE "ledger"."projection" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "ledger"."projection" ADD COLUMN "session" text;--> statement-breakpoint
ALTER TABLE "ledger"."projection" ADD COLUMN "request" text;--> statement-breakpoint
ALTER TABLE "ledger"."projection" ADD COLUMN "approvers" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger"."projection" ADD COLUMN "terms" bigint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger"."projection" ADD COLUMN "measures" jsonb;--> statement-breakpoint
ALTER TABLE "app"."tokens" ADD CONSTRAINT "tokens_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."deliveries" ADD CONSTRAINT "deliveries_subscription_subscriptions_id_fk" FOREIGN KEY ("subscription") REFERENCES "app"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."deliveries" ADD CONSTRAINT "deliveries_webhook_webhooks_id_fk" FOREIGN KEY ("webhook") REFERENCES "app"."webhooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."exports" ADD CONSTRAINT "exports_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."pins" ADD CONSTRAINT "pins_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."pins" ADD CONSTRAINT "pins_query_queries_id_fk" FOREIGN KEY ("query") REFERENCES "app"."queries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."queries" ADD CONSTRAINT "queries_owner_people_id_fk" FOREIGN KEY ("owner") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."queries" ADD CONSTRAINT "queries_last_run_by_people_id_fk" FOREIGN KEY ("last_run_by") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."subscriptions" ADD CONSTRAINT "subscriptions_query_queries_id_fk" FOREIGN KEY ("query") REFERENCES "app"."queries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."subscriptions" ADD CONSTRAINT "subscriptions_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."subscriptions" ADD CONSTRAINT "subscriptions_webhook_webhooks_id_fk" FOREIGN KEY ("webhook") REFERENCES "app"."webhooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhooks" ADD CONSTRAINT "webhooks_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tokens_by_person" ON "app"."tokens" USING btree ("person");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "app"."deliveries" USING btree ("next_at") WHERE "app"."deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_by_webhook" ON "app"."deliveries" USING btree ("webhook","created_at");--> statement-breakpoint
CREATE INDEX "exports_by_person" ON "app"."exports" USING btree ("person","asked_at");--> statement-breakpoint
CREATE INDEX "exports_open" ON "app"."exports" USING btree ("asked_at") WHERE "app"."exports"."state" in ('waiting', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "queries_by_name" ON "app"."queries" USING btree ("owner","name") WHERE "app"."queries"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "subscriptions_by_person" ON "app"."subscriptions" USING btree ("person");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_once" ON "app"."subscriptions" USING btree ("query","person","webhook") WHERE "app"."subscriptions"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "webhooks_by_name" ON "app"."webhooks" USING btree ("name") WHERE "app"."webhooks"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "rollups_by_part" ON "ledger"."rollups" USING btree ("ledger","grain","part");--> statement-breakpoint
CREATE INDEX "rollups_by_time" ON "ledger"."rollups" USING btree ("ledger","grain","starts");