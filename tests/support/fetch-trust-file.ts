import { GET } from "@/app/trust/[...path]/route";
import { ORIGIN } from "./test-server";

/** As a verifier fetches: over the route. `path`: below /trust/. Reads the folder that RELAIS_DATA names. */
export async function fetchTrustFile(path: string, headers: Record<string, string> = {}): Promise<Response> {
	return GET(new Request(`${ORIGIN}/trust/${path}`, { headers }), {
		params: Promise.resolve({ path: path.split("/") }),
	});
}
