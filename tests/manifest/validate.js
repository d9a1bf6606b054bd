// Reads a manifest from standard input and prints what is wrong with it, as a JSON list.
// The validator is that of @microsoft/teams-manifest. By itself it fetches the schema from the network; here it is
// given the one that its successor, @microsoft/app-manifest, carries.
const fs = require("fs");
const path = require("path");
const { ManifestUtil } = require("@microsoft/teams-manifest");

async function main() {
  const manifest = JSON.parse(fs.readFileSync(0, "utf8"));
  const schemas = path.join(path.dirname(require.resolve("@microsoft/app-manifest")), "json-schemas", "teams");
  const file = path.join(schemas, `v${manifest.manifestVersion}`, "MicrosoftTeams.schema.json");
  const schema = JSON.parse(fs.readFileSync(file, "utf8"));
  console.log(JSON.stringify(await ManifestUtil.validateManifestAgainstSchema(manifest, schema)));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
