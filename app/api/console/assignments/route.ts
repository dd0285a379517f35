import { ROUTES } from "@/lib/protocol/routes";
import { actorOf } from "@/lib/server/audit/actor";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { addAssignment } from "@/lib/server/services/venue/add-assignment";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.addAssignment, async ({ context, caller, body }) =>
		answerOf(ROUTES.addAssignment, await addAssignment(context, body, actorOf(caller))),
	),
);
