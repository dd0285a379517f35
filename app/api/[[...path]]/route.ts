import { unknownPath } from "@/lib/server/http/define-route";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = unknownPath();
