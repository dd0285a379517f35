import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { openPass } from "@/lib/server/services/pass/open-pass";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.openPass, async ({ context, caller, body }) => {
		const answer = await openPass(context, body);
		if (answer.state === "ready") caller.isKnown();
		return answer;
	}),
);
