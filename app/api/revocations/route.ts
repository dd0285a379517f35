import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { revokeAttestation } from "@/lib/server/services/attestation/revoke-attestation";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.revokeAttestation, async ({ context, caller, body }) =>
		answerOf(ROUTES.revokeAttestation, await revokeAttestation(context, caller, body)),
	),
);
