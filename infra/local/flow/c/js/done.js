import { get, keepMarker } from "./server.js";

keepMarker(await get("/api/account"));
location.replace("/");
