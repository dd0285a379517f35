import { assignmentInput } from "@/lib/protocol/console";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { addAssignment } from "@/lib/server/services/venue/add-assignment";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "console",
		body: assignmentInput,
		handle: async ({ context, body }) => answerOf(await addAssignment(context, body), 201),
	}),
});
