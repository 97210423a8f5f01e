import { blocks, readData } from './data.ts';
import { showDocument, showReport } from './report.ts';

const root = document.getElementById('app');
const shown = blocks('document', document)[0];
if (root !== null) {
  if (shown === undefined) showReport(root, readData(document), { hasTools: true });
  else showDocument(root, shown);
}
