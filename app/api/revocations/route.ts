import { revocationRequest } from "@/lib/protocol/revocations";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { revokeAttestation } from "@/lib/server/services/attestation/revoke-attestation";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "device:counter",
		body: revocationRequest,
		maxBytes: 32_768,
		handle: ({ context, caller, body }) => revokeAttestation(context, caller, body),
	}),
});
