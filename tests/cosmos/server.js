"use strict";
// The stand-in for Azure Cosmos DB: in memory, on a port of the OS's choice on this machine only, without TLS.
//
//   node server.js [port] [--until-stdin-closes]
//
// Says its port in one line. With the second word it ends with the program that started it, however that ends.

const { createHttpServer } = require("@vercel/cosmosdb-server");

// A point read of an item that is not there is a 404 from the real service. The package looks into the missing
// item instead, stumbles, and answers 500 with these words (its handler/read-document.js).
const STUMBLED = "Cannot read properties of undefined";
const POINT_READ = /^\/+dbs\/[^/]+\/colls\/[^/]+\/docs\/[^/]+\/?$/;
const NOT_FOUND = JSON.stringify({ code: "NotFound", message: "Entity with the specified id does not exist." });

const server = createHttpServer({ keepAlive: true });
const [answer] = server.listeners("request");
server.removeAllListeners("request");
server.on("request", (request, response) => {
  const end = response.end.bind(response);
  const pointRead = request.method === "GET" && POINT_READ.test(request.url);
  response.end = (body) => {
    const missing = pointRead && response.statusCode === 500 && body.includes(STUMBLED);
    if (missing) response.statusCode = 404;
    return end(missing ? NOT_FOUND : body);
  };
  answer(request, response);
});

// It also prints each of those stumbles.
const complain = console.error;
console.error = (error) => (String(error).includes(STUMBLED) ? undefined : complain(error));

server.listen(Number(process.argv[2] || 0), "127.0.0.1", () => console.log(server.address().port));
if (process.argv.includes("--until-stdin-closes")) process.stdin.resume().on("end", () => process.exit());
