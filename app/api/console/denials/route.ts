import { denialInput } from "@/lib/protocol/console";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { denyPharmacy } from "@/lib/server/services/pharmacy/deny-pharmacy";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "console",
		body: denialInput,
		handle: async ({ context, body }) => {
			const listSeq =
				"device" in body
					? (await denyDevice(context, body)).listSeq
					: await denyPharmacy(context, { number: body.pharmacy, reason: body.reason });
			return Response.json({ listSeq }, { status: 201 });
		},
	}),
});
