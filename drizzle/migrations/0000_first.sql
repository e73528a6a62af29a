CREATE SCHEMA "app";
--> statement-breakpoint
CREATE SCHEMA "inbox";
--> statement-breakpoint
CREATE SCHEMA "ledger";
--> statement-breakpoint
CREATE TABLE "app"."attempts" (
	"door" text NOT NULL,
	"key" text NOT NULL,
	"failures" integer NOT NULL,
	"until" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "attempts_door_key_pk" PRIMARY KEY("door","key")
);
--> statement-breakpoint
CREATE TABLE "app"."codes" (
	"purpose" text PRIMARY KEY NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password" text NOT NULL,
	"scope" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"deactivated_at" timestamp(6) with time zone,
	CONSTRAINT "people_email_unique" UNIQUE("email"),
	CONSTRAINT "email_is_lower_case" CHECK ("app"."people"."email" = lower("app"."people"."email"))
);
--> statement-breakpoint
CREATE TABLE "app"."sessions" (
	"id" "bytea" PRIMARY KEY NOT NULL,
	"person" uuid NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp(6) with time zone NOT NULL,
	"revoked_at" timestamp(6) with time zone,
	"address" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "app"."sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ledger" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"address" "bytea",
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"removed_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "inbox"."events" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbox"."events_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"event" text NOT NULL,
	CONSTRAINT "event_within_limit" CHECK (octet_length("inbox"."events"."event") <= 262144)
);
--> statement-breakpoint
CREATE TABLE "ledger"."checkpoints" (
	"ledger" uuid NOT NULL,
	"size" bigint NOT NULL,
	"signed_at" timestamp(6) with time zone NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "checkpoints_ledger_size_pk" PRIMARY KEY("ledger","size")
);
--> statement-breakpoint
CREATE TABLE "ledger"."disclosures" (
	"ledger" uuid NOT NULL,
	"index" bigint NOT NULL,
	"recorded_at" timestamp(6) with time zone NOT NULL,
	"subject" "bytea" NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "disclosures_ledger_index_recorded_at_pk" PRIMARY KEY("ledger","index","recorded_at"),
	CONSTRAINT "subject_is_sha256" CHECK (octet_length("ledger"."disclosures"."subject") = 32)
) PARTITION BY RANGE ("recorded_at");
--> statement-breakpoint
CREATE TABLE "ledger"."entries" (
	"ledger" uuid NOT NULL,
	"index" bigint NOT NULL,
	"recorded_at" timestamp(6) with time zone NOT NULL,
	"leaf" "bytea" NOT NULL,
	"leaf_hash" "bytea" NOT NULL,
	"chain" "bytea" NOT NULL,
	CONSTRAINT "entries_ledger_index_recorded_at_pk" PRIMARY KEY("ledger","index","recorded_at"),
	CONSTRAINT "leaf_within_limit" CHECK (octet_length("ledger"."entries"."leaf") between 1 and 65536),
	CONSTRAINT "leaf_hash_is_sha256" CHECK (octet_length("ledger"."entries"."leaf_hash") = 32),
	CONSTRAINT "chain_is_sha256" CHECK (octet_length("ledger"."entries"."chain") = 32),
	CONSTRAINT "index_counts_from_zero" CHECK ("ledger"."entries"."index" >= 0)
) PARTITION BY RANGE ("recorded_at");
--> statement-breakpoint
CREATE TABLE "ledger"."heads" (
	"ledger" uuid PRIMARY KEY NOT NULL,
	"size" bigint DEFAULT 0 NOT NULL,
	"chain" "bytea" NOT NULL,
	"recorded_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "heads_chain_is_sha256" CHECK (octet_length("ledger"."heads"."chain") = 32)
);
--> statement-breakpoint
CREATE TABLE "ledger"."ledgers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledgers_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "ledger"."positions" (
	"ledger" uuid NOT NULL,
	"source" uuid NOT NULL,
	"seen" "pg_snapshot" NOT NULL,
	"reading" "pg_snapshot" NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	"system" text NOT NULL,
	"state" text DEFAULT 'reading' NOT NULL,
	"reason" text,
	"read_at" timestamp(6) with time zone NOT NULL,
	"last_event_at" timestamp(6) with time zone,
	CONSTRAINT "positions_ledger_source_pk" PRIMARY KEY("ledger","source"),
	CONSTRAINT "stopped_says_why" CHECK (("ledger"."positions"."state" = 'stopped') = ("ledger"."positions"."reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "ledger"."projection" (
	"ledger" uuid NOT NULL,
	"index" bigint NOT NULL,
	"recorded_at" timestamp(6) with time zone NOT NULL,
	"version" smallint NOT NULL,
	"event" uuid NOT NULL,
	"occurred_at" timestamp(6) with time zone NOT NULL,
	"type" text NOT NULL,
	"category" text NOT NULL,
	"action" text NOT NULL,
	"actor" text NOT NULL,
	"actor_kind" text NOT NULL,
	"attribution" text NOT NULL,
	"on_behalf_of" text,
	"login" text,
	"source" uuid NOT NULL,
	"source_kind" text NOT NULL,
	"record_type" text,
	"record_id" text,
	"changed" text[] NOT NULL,
	"transaction" text,
	"statement" uuid,
	"part_of" uuid,
	"rows" bigint,
	"ticket" text,
	"decision" text,
	CONSTRAINT "projection_ledger_index_recorded_at_pk" PRIMARY KEY("ledger","index","recorded_at")
) PARTITION BY RANGE ("recorded_at");
--> statement-breakpoint
CREATE TABLE "ledger"."subjects" (
	"ledger" uuid NOT NULL,
	"subject" "bytea" NOT NULL,
	"salt" "bytea" NOT NULL,
	CONSTRAINT "subjects_ledger_subject_pk" PRIMARY KEY("ledger","subject"),
	CONSTRAINT "salt_has_32_bytes" CHECK (octet_length("ledger"."subjects"."salt") = 32)
);
--> statement-breakpoint
CREATE TABLE "ledger"."verdicts" (
	"ledger" uuid NOT NULL,
	"checked_at" timestamp(6) with time zone NOT NULL,
	"verdict" text NOT NULL,
	"entries" bigint NOT NULL,
	"checked_to" bigint NOT NULL,
	"sentence" text,
	"first_bad" bigint,
	CONSTRAINT "verdicts_ledger_checked_at_pk" PRIMARY KEY("ledger","checked_at")
);
--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD CONSTRAINT "sessions_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."checkpoints" ADD CONSTRAINT "checkpoints_ledger_ledgers_id_fk" FOREIGN KEY ("ledger") REFERENCES "ledger"."ledgers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."heads" ADD CONSTRAINT "heads_ledger_ledgers_id_fk" FOREIGN KEY ("ledger") REFERENCES "ledger"."ledgers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."positions" ADD CONSTRAINT "positions_ledger_ledgers_id_fk" FOREIGN KEY ("ledger") REFERENCES "ledger"."ledgers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger"."verdicts" ADD CONSTRAINT "verdicts_ledger_ledgers_id_fk" FOREIGN KEY ("ledger") REFERENCES "ledger"."ledgers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_by_person" ON "app"."sessions" USING btree ("person");--> statement-breakpoint
CREATE UNIQUE INDEX "sources_by_name" ON "app"."sources" USING btree ("name") WHERE "app"."sources"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "projection_by_time" ON "ledger"."projection" USING btree ("ledger","occurred_at","index") WHERE "ledger"."projection"."part_of" is null;--> statement-breakpoint
CREATE INDEX "projection_by_actor" ON "ledger"."projection" USING btree ("ledger","actor","occurred_at","index");--> statement-breakpoint
CREATE INDEX "projection_by_record" ON "ledger"."projection" USING btree ("ledger","record_type","record_id","occurred_at","index");--> statement-breakpoint
CREATE INDEX "projection_by_statement" ON "ledger"."projection" USING btree ("ledger","part_of","index") WHERE "ledger"."projection"."part_of" is not null;