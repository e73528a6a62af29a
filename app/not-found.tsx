import { Entrance } from "@/components/shell/entrance";
import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <Entrance
      title="There is no such page"
      intro="The address leads nowhere in Vouch. It may have been cut off on its way."
    >
      <ButtonLink href="/" look="primary">
        Go to Home
      </ButtonLink>
    </Entrance>
  );
}
