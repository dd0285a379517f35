import { trustFileResponse, trustPreflight } from "@/lib/server/http/trust-file-response";
import { dataFolder } from "@/lib/server/settings/settings";

export const dynamic = "force-dynamic";

type Params = { readonly params: Promise<{ readonly path: readonly string[] }> };

export async function GET(request: Request, { params }: Params): Promise<Response> {
	const { path } = await params;
	return trustFileResponse(request, { dataDir: dataFolder(process.env), path: path.join("/") });
}

export const HEAD = GET;
export const OPTIONS = trustPreflight;
