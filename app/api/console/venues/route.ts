import { ROUTES } from "@/lib/protocol/routes";
import { actorOf } from "@/lib/server/audit/actor";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { addVenue } from "@/lib/server/services/venue/add-venue";
import { listVenues } from "@/lib/server/services/venue/list-venues";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.listVenues, async ({ context }) => ({ venues: await listVenues(context) })),
	route(ROUTES.addVenue, async ({ context, caller, body }) =>
		answerOf(ROUTES.addVenue, await addVenue(context, body, actorOf(caller))),
	),
);
