CREATE TABLE "app"."decisions" (
	"request" uuid NOT NULL,
	"person" uuid NOT NULL,
	"asked_by" uuid NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"decided_at" timestamp(6) with time zone NOT NULL,
	"saw" "bytea" NOT NULL,
	CONSTRAINT "decisions_request_person_pk" PRIMARY KEY("request","person"),
	CONSTRAINT "somebody_else_decides" CHECK ("app"."decisions"."person" <> "app"."decisions"."asked_by")
);
--> statement-breakpoint
CREATE TABLE "app"."links" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"person" uuid NOT NULL,
	"purpose" text NOT NULL,
	"made_by" uuid,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp(6) with time zone NOT NULL,
	"ended_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person" uuid NOT NULL,
	"type" text NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp(6) with time zone NOT NULL,
	"read_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."recovery_codes" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"person" uuid NOT NULL,
	"used_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "app"."requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "app"."requests_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"params" jsonb NOT NULL,
	"effect" jsonb NOT NULL,
	"digest" "bytea" NOT NULL,
	"reason" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp(6) with time zone NOT NULL,
	"expires_at" timestamp(6) with time zone NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"ended_at" timestamp(6) with time zone,
	"trouble" text,
	CONSTRAINT "requests_number_unique" UNIQUE("number"),
	CONSTRAINT "requests_with_asker" UNIQUE("id","asked_by"),
	CONSTRAINT "digest_is_sha256" CHECK (octet_length("app"."requests"."digest") = 32),
	CONSTRAINT "ended_is_said" CHECK (("app"."requests"."state" in ('waiting', 'approved')) = ("app"."requests"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "app"."rules" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"changed_at" timestamp(6) with time zone NOT NULL,
	"changed_by" uuid
);
--> statement-breakpoint
ALTER TABLE "app"."people" ALTER COLUMN "password" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."people" ADD COLUMN "totp" "bytea";--> statement-breakpoint
ALTER TABLE "app"."people" ADD COLUMN "totp_since" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "app"."people" ADD COLUMN "totp_step" bigint;--> statement-breakpoint
ALTER TABLE "app"."people" ADD COLUMN "oidc" text;--> statement-breakpoint
ALTER TABLE "app"."people" ADD COLUMN "preferences" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD COLUMN "via" text DEFAULT 'password' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD COLUMN "waits_for" text;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD COLUMN "last_seen_at" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "ledger"."ledgers" ADD COLUMN "demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."decisions" ADD CONSTRAINT "decisions_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."decisions" ADD CONSTRAINT "decisions_request_asked_by_requests_id_asked_by_fk" FOREIGN KEY ("request","asked_by") REFERENCES "app"."requests"("id","asked_by") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."links" ADD CONSTRAINT "links_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."links" ADD CONSTRAINT "links_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."notices" ADD CONSTRAINT "notices_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."recovery_codes" ADD CONSTRAINT "recovery_codes_person_people_id_fk" FOREIGN KEY ("person") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."requests" ADD CONSTRAINT "requests_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."rules" ADD CONSTRAINT "rules_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "app"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "links_by_person" ON "app"."links" USING btree ("person");--> statement-breakpoint
CREATE INDEX "notices_by_person" ON "app"."notices" USING btree ("person","created_at");--> statement-breakpoint
CREATE INDEX "recovery_codes_by_person" ON "app"."recovery_codes" USING btree ("person");--> statement-breakpoint
CREATE INDEX "requests_by_state" ON "app"."requests" USING btree ("state","expires_at");--> statement-breakpoint
ALTER TABLE "app"."people" ADD CONSTRAINT "people_oidc_unique" UNIQUE("oidc");--> statement-breakpoint
ALTER TABLE "app"."people" ADD CONSTRAINT "second_factor_is_whole" CHECK (("app"."people"."totp" is not null) or ("app"."people"."totp_since" is null));