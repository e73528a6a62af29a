"use client";
import { usePathname } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { useFrame } from "../shell/here";
import { Button } from "../ui/button";
import { Drawer } from "../ui/drawer";
import { HelpBody } from "./body";
import { helpOf } from "./pages";

/** Help for the page at hand, beside it. */
export default function HelpPanel() {
  const frame = useFrame();
  const help = helpOf(usePathname());
  if (!frame) return null;
  const close = () => frame.show(undefined);
  const tour = () => {
    close();
    frame.tour.begin();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Drawer
        side="right"
        title={help ? `Help: ${help.title}` : "Help"}
        close={close}
        size="wide"
        onCloseAutoFocus={frame.giveBack}
      >
        <HelpBody help={help} />
        {frame.demo && (
          <div className="px-5 pb-6">
            <Button onClick={tour}>Take the tour of the demo</Button>
          </div>
        )}
      </Drawer>
    </Dialog.Root>
  );
}
