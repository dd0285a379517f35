import { pharmacyInput } from "@/lib/protocol/console";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { listQuery } from "@/lib/server/http/list-query";
import { answerOf } from "@/lib/server/http/service-answer";
import { addPharmacy } from "@/lib/server/services/pharmacy/add-pharmacy";
import { listPharmacies } from "@/lib/server/services/pharmacy/list-pharmacies";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	GET: route({ access: "console", handle: ({ context, query }) => listPharmacies(context, listQuery(query)) }),
	POST: route({
		access: "console",
		body: pharmacyInput,
		handle: async ({ context, body }) => answerOf(await addPharmacy(context, body), 201),
	}),
});
