import { ROUTES } from "@/lib/protocol/routes";
import { actorOf } from "@/lib/server/audit/actor";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { listQuery } from "@/lib/server/http/list-query";
import { answerOf } from "@/lib/server/http/service-answer";
import { addPharmacy } from "@/lib/server/services/pharmacy/add-pharmacy";
import { listPharmacies } from "@/lib/server/services/pharmacy/list-pharmacies";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.listPharmacies, ({ context, query }) => listPharmacies(context, listQuery(query))),
	route(ROUTES.addPharmacy, async ({ context, caller, body }) =>
		answerOf(ROUTES.addPharmacy, await addPharmacy(context, body, actorOf(caller))),
	),
);
