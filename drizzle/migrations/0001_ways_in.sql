CREATE TABLE "app"."identities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"actor" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"matches" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" uuid NOT NULL,
	"identity" uuid NOT NULL,
	"name" text NOT NULL,
	"categories" text[] NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp(6) with time zone,
	"revoked_at" timestamp(6) with time zone,
	"last_used_at" timestamp(6) with time zone,
	CONSTRAINT "keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "inbox"."received" (
	"source" uuid NOT NULL,
	"key" "bytea" NOT NULL,
	"digest" "bytea" NOT NULL,
	"received_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "received_source_key_pk" PRIMARY KEY("source","key"),
	CONSTRAINT "key_is_sha256" CHECK (octet_length("inbox"."received"."key") = 32),
	CONSTRAINT "digest_is_sha256" CHECK (octet_length("inbox"."received"."digest") = 32)
);
--> statement-breakpoint
CREATE TABLE "ledger"."patrols" (
	"ledger" uuid NOT NULL,
	"source" uuid NOT NULL,
	"looked_at" timestamp(6) with time zone NOT NULL,
	"reachable" boolean NOT NULL,
	"trouble" text,
	"clock_offset" bigint,
	"clock_error" bigint,
	"waiting_rows" bigint,
	"waiting_bytes" bigint,
	"waiting_since" timestamp(6) with time zone,
	"alarms" text[] DEFAULT '{}' NOT NULL,
	"state" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "patrols_ledger_source_pk" PRIMARY KEY("ledger","source")
);
--> statement-breakpoint
ALTER TABLE "inbox"."events" ADD COLUMN "source" uuid;--> statement-breakpoint
ALTER TABLE "app"."keys" ADD CONSTRAINT "keys_source_sources_id_fk" FOREIGN KEY ("source") REFERENCES "app"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."keys" ADD CONSTRAINT "keys_identity_identities_id_fk" FOREIGN KEY ("identity") REFERENCES "app"."identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."patrols" ADD CONSTRAINT "patrols_ledger_ledgers_id_fk" FOREIGN KEY ("ledger") REFERENCES "ledger"."ledgers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "identities_by_actor" ON "app"."identities" USING btree ("actor") WHERE "app"."identities"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "keys_by_source" ON "app"."keys" USING btree ("source");--> statement-breakpoint
CREATE INDEX "received_by_time" ON "inbox"."received" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "projection_of_coverage" ON "ledger"."projection" USING btree ("ledger","index") WHERE "ledger"."projection"."category" = 'coverage';
