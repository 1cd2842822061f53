import * as access from './access.ts'
import * as approvals from './approvals.ts'
import * as audit from './audit.ts'
import * as consents from './consents.ts'
import type { Endpoint } from './endpoint.ts'
import * as exports from './exports.ts'
import * as figures from './figures.ts'
import * as finder from './finder.ts'
import * as goods from './goods.ts'
import * as live from './live.ts'
import * as members from './members.ts'
import * as pictures from './pictures.ts'
import * as org from './org.ts'
import * as privacy from './privacy.ts'
import * as operators from './operators.ts'
import * as sales from './sales.ts'
import * as session from './session.ts'
import * as setting from './setting-doors.ts'
import * as setup from './setup.ts'
import * as system from './system.ts'
import * as timeline from './timeline.ts'
import * as value from './value.ts'

/** Every endpoint of the house. The server refuses to start while one of them has no route. */
export const endpoints: readonly Endpoint[] = [
  setup.readSetup, setup.checkSetupCode, setup.finishSetup,
  operators.signInOperator, operators.readOperator, operators.signOutOperator,
    operators.changeOperatorPassword,
  operators.listChains, operators.listInvitations, operators.inviteChain, operators.withdrawInvitation,
  operators.enterChain, operators.listGrants, operators.admitOperator, operators.endGrant,
  session.signIn, session.takeSecondStep, session.readSession, session.signOut, session.listSessions,
  session.endSession, session.endOtherSessions,
  access.readAccount, access.changePassword, access.setPin, access.removePin, access.beginSecondFactor,
  access.confirmSecondFactor, access.dropSecondFactor, access.renewRecoveryCodes,
  access.listStaffSessions, access.endStaffSessions, access.removeSecondFactor,
  access.makeEnrolCode, access.listDevices, access.revokeDevice, access.enrolHere, access.enrolByCode,
  access.readTillDevice, access.openWithPin,
  org.listStores, org.addStore, org.changeStore, org.closeStore, org.reopenStore, org.addTill,
  org.listRegions, org.addRegion, org.renameRegion, org.removeRegion,
  org.listRoles, org.addRole, org.changeRole, org.resetRole, org.removeRole,
  org.listStaff, org.addStaff, org.changeStaff, org.resetPassword, org.dismissStaff,
  goods.readTillCatalog, goods.listGoods, goods.readGoods, goods.findBarcode, goods.createGoods,
  goods.priceGoods, goods.deleteGoods, goods.addBarcode, goods.removeBarcode,
  pictures.readPicture, pictures.putPicture, pictures.fetchPicture, pictures.removePicture,
  members.enrolMember, members.findMembers, members.listMembers, members.readMember, members.editMember,
  members.readLedger, timeline.readTimeline,
  consents.setConsent, consents.listWordings, consents.writeWording,
  privacy.unmaskMember, privacy.setIdentity, privacy.removeIdentity, privacy.eraseMember,
    privacy.exportMember,
  value.listTopUpSteps, value.topUp, value.adjust,
  sales.quoteSale, sales.settleSale, sales.readSale, sales.findReceipt, sales.listSales, sales.quoteReturn,
  sales.returnSale,
  approvals.askApproval, approvals.giveApprovalHere, approvals.giveApproval, approvals.refuseApproval,
  approvals.withdrawApproval, approvals.readApproval, approvals.listApprovals, approvals.countWaiting,
  figures.readToday, live.watchFigures,
  exports.askExport, exports.listExports, exports.readExport, exports.releaseExport, exports.endExport,
  exports.downloadExport, finder.find,
  system.readOpenApi,
  setting.readSettings, setting.changeSetting, setting.unsetSetting, setting.listSettingHistory,
  audit.listAudit, audit.readAuditState,
]
