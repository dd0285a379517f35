import { venueInput } from "@/lib/protocol/console";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { addVenue } from "@/lib/server/services/venue/add-venue";
import { listVenues } from "@/lib/server/services/venue/list-venues";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	GET: route({ access: "console", handle: async ({ context }) => ({ venues: await listVenues(context) }) }),
	POST: route({
		access: "console",
		body: venueInput,
		handle: async ({ context, body }) => answerOf(await addVenue(context, body), 201),
	}),
});
