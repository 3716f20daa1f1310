# One image for every service: which one it is, the command says.
FROM node:24.21.0-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY telemetry/package.json telemetry/
COPY nats/package.json nats/
COPY chassis/package.json chassis/
COPY schema/package.json schema/
COPY schema-check/package.json schema-check/
COPY router/package.json router/
COPY catalogue/package.json catalogue/
COPY processes/package.json processes/
COPY testkit/package.json testkit/
COPY stack/package.json stack/
COPY cli/package.json cli/
COPY e2e/package.json e2e/
COPY bench/package.json bench/
COPY clients/package.json clients/
COPY reconcile/package.json reconcile/
COPY drill/package.json drill/
COPY backup/package.json backup/
COPY web/package.json web/
COPY subgraphs/book/package.json subgraphs/book/
COPY subgraphs/rent/package.json subgraphs/rent/
COPY subgraphs/payment/package.json subgraphs/payment/
COPY subgraphs/promotion/package.json subgraphs/promotion/
COPY subgraphs/notice/package.json subgraphs/notice/
COPY subgraphs/dashboard/package.json subgraphs/dashboard/

# What runs: nothing of the pages, the tests and the benchmarks. The embedded database is for `npm start` only.
FROM manifests AS packages
RUN node -p "JSON.stringify(JSON.parse(fs.readFileSync('package.json')).workspaces.filter((one) => !['web', 'e2e', 'bench', 'testkit', 'drill', 'clients'].includes(one)))" > /workspaces
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts \
  $(node -p "JSON.parse(fs.readFileSync('/workspaces')).map((one) => '--workspace=' + one.replace('/*', '')).join(' ')")

# Each package of it, by npm, as CycloneDX. npm wants versions, and leaves out what it thinks is a development's: of
# manifests that name nothing else it lists all. When it was made, and a number for that, would be another each time.
FROM packages AS materials
RUN npm pkg set version=0.0.0 --workspaces \
  && npm pkg delete devDependencies --workspaces --include-workspace-root \
  && npm pkg set --json workspaces="$(cat /workspaces)" \
  && npm sbom --sbom-format=cyclonedx --sbom-type=application > made.json \
  && node -e "const { serialNumber, metadata: { timestamp, ...metadata }, ...made } = JSON.parse(fs.readFileSync('made.json')); fs.writeFileSync('sbom.cdx.json', JSON.stringify({ ...made, metadata }, null, 2))"

# The pages and the query plans, built with what only building needs. Rolldown's binary is an optional dependency.
FROM manifests AS pages
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN node stack/build-pages.ts && node router/plan.ts

FROM node:24.21.0-slim
WORKDIR /app
# Folders that volumes are mounted on take their owner from the image.
RUN mkdir /data && chown node:node /data
COPY --from=packages /app ./
COPY . .
COPY --from=pages /app/web/dist ./web/dist
COPY --from=pages /app/schema/query-plans.jsonl ./schema/
COPY --from=materials /app/sbom.cdx.json ./
USER node
# As npm start does it (processes/services.ts).
ENV NODE_OPTIONS=--max-semi-space-size=16
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="ebook-rental" \
  org.opencontainers.image.description="A library lends e-books: federated subgraphs and their router" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION"
CMD ["node", "router/main.ts"]
