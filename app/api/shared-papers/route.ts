import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { listSharedPapers } from "@/lib/server/services/shared-paper/list-shared-papers";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.listSharedPapers, ({ context, caller }) => listSharedPapers(context, caller)),
);
