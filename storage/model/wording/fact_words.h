// The words of a message below its title: labels, texts of facts, advice, notes. A label stands before a colon, advice
// before a command or a link.
#pragma once

#include "storage/model/wording/sentence.h"

namespace noticed {

namespace label {
inline constexpr Sentence kAction{"Action", "处理"};
inline constexpr Sentence kAffected{"Affected", "影响范围"};
inline constexpr Sentence kChain{"Chain", "校验链"};
inline constexpr Sentence kChanged{"Changed", "变更"};
inline constexpr Sentence kChanges{"Changes", "变更"};
inline constexpr Sentence kEffect{"Effect", "影响"};
inline constexpr Sentence kExamples{"Examples", "例如"};
inline constexpr Sentence kLastGoodPoll{"Last good poll", "上次成功轮询"};
inline constexpr Sentence kLayout{"Layout", "内容"};
inline constexpr Sentence kMeanwhile{"Until then", "在此期间"};
inline constexpr Sentence kNotObserved{"Not observed", "未观测时段"};
inline constexpr Sentence kNote{"Note", "注意"};
inline constexpr Sentence kNow{"Now", "现状"};
inline constexpr Sentence kNowNotified{"Now notified", "现在会通知"};
inline constexpr Sentence kOldestObservation{"Oldest observation", "最早的观测"};
inline constexpr Sentence kOldestPoll{"Oldest poll", "最早的轮询"};
inline constexpr Sentence kPeriod{"Period", "统计时段"};
inline constexpr Sentence kSince{"Since", "开始时间"};
inline constexpr Sentence kStillNotified{"Still notified", "仍会通知"};
inline constexpr Sentence kStopped{"Stopped", "停止时段"};
inline constexpr Sentence kUnintended{"If this was not intended", "如非本意"};
inline constexpr Sentence kUnknown{"Unknown", "未知"};
inline constexpr Sentence kWaiting{"Waiting", "积压"};
inline constexpr Sentence kWhen{"When", "时间"};
inline constexpr Sentence kWhy{"Why", "原因"};
}  // namespace label

/// Texts of facts.
namespace fact {
inline constexpr Sentence kWithLabel{"{0}: {1}", "{0}：{1}"};
inline constexpr Sentence kThen{"{0}. {1}", "{0}。{1}"};
inline constexpr Sentence kMore{"and {0} more", "另有 {0} 项"};
inline constexpr Sentence kPartOf{"{0} of {1}", "{1}中的 {0} 个"};

inline constexpr Sentence kSwitch{"{0} {1} → ", "{0}：{1} → "};  // email for "build failed" on → off
inline constexpr Sentence kSetting{"{0}, {1}: {2} → ", "{0}，{1}：{2} → "};
inline constexpr Sentence kList{"{0}, {1}: ", "{0}，{1}："};
inline constexpr Sentence kName{"name: {0} → ", "名称：{0} → "};
inline constexpr Sentence kNotSet{"not set", "未设置"};
inline constexpr Sentence kLastChannel{" (the last one)", "（最后一个渠道）"};
inline constexpr Sentence kLastRecipients{" (the last recipients)", "（已无通知对象）"};
inline constexpr Sentence kAsBefore{"as before the first change", "与改动前一致"};
inline constexpr Sentence kHowMany{" ({0} of them)", "（其中 {0} 个）"};

inline constexpr Sentence kBlind{"changes are not visible; they are reported once reading works again",
                                 "无法看到变更；恢复读取后会补报"};
inline constexpr Sentence kReportedOne{"reported in a separate message, if there were any", "如有变更，会另行通知"};
inline constexpr Sentence kReportedMany{"reported in separate messages, if there were any", "如有变更，会另行通知"};
inline constexpr Sentence kUnwatchedOne{"its changes are no longer reported", "其变更不再通知"};
inline constexpr Sentence kUnwatchedMany{"their changes are no longer reported", "其变更不再通知"};
inline constexpr Sentence kUnknownCoverage{"{0} failure events follow project-level settings, which noticed cannot see",
                                           "{0} 个失败事件遵循 noticed 看不到的项目级设置"};
inline constexpr Sentence kOneUnknownCoverage{
    "1 failure event follows project-level settings, which noticed cannot see",
    "1 个失败事件遵循 noticed 看不到的项目级设置"};
inline constexpr Sentence kToBeSent{"{0}, sent once delivery works again", "{1} 条消息，恢复后补发"};
inline constexpr Sentence kNotStored{"this message is not in the history either", "本消息同样未写入历史"};
}  // namespace fact

namespace advice {
inline constexpr Sentence kOpenSettings{"open its settings", "打开设置"};
inline constexpr Sentence kSwitchOn{"switch it on again", "请重新开启"};
inline constexpr Sentence kRestoreAddress{"restore the old address", "请改回原地址"};
inline constexpr Sentence kUndo{"change it back", "请改回"};
inline constexpr Sentence kLinked{"{0}: ", "{0}："};
inline constexpr Sentence kHistory{"{0}; history: ", "{0}；变更历史："};

inline constexpr Sentence kCheckCredentials{"check the access key or password", "请检查访问密钥或密码"};
inline constexpr Sentence kCheckPermissions{"check the permissions of this account", "请检查该账号的读取权限"};
inline constexpr Sentence kCheckPermissionsIfGone{"if it was not deleted, check the permissions of this account",
                                                  "若未被删除，请检查该账号的读取权限"};
inline constexpr Sentence kCheckConnection{"check the connection from this host to the cloud",
                                           "请检查本机到云端的网络"};
inline constexpr Sentence kCheckNetwork{"check network, proxy and DNS of this host", "请检查本机的网络、代理和 DNS"};
inline constexpr Sentence kCheckCloudStatus{"check whether the cloud reports an incident; current state",
                                            "请查看云厂商是否发布故障公告；当前状态"};
inline constexpr Sentence kCheckDeleted{"check whether it was deleted", "请确认是否已被删除"};
inline constexpr Sentence kPollingGoesOn{"none now, polling continues; what was not observed",
                                         "暂无需处理，轮询仍在继续；未观测的时段"};
inline constexpr Sentence kSeePauses{"see which host is paused, and until when", "查看哪个主机已暂停以及到何时"};
inline constexpr Sentence kSeeState{"see their current state", "查看当前状态"};
inline constexpr Sentence kSeeNotified{"see who is notified of its failures", "查看谁会收到其失败通知"};
inline constexpr Sentence kSeeUncovered{"list the failure events without notification", "列出没有通知的失败事件"};
inline constexpr Sentence kRestoreConfiguration{"restore the configuration, then", "请恢复配置，然后执行"};
inline constexpr Sentence kCorrectFilter{"correct include and exclude, then", "请修正 include 和 exclude，然后执行"};
inline constexpr Sentence kRestorePermission{
    "restore the read permission of this account, or remove the resource from the configuration",
    "请恢复该账号的读取权限，或将该资源移出配置"};
inline constexpr Sentence kAskMaintainer{"ask who maintains the configuration", "请询问配置的维护者"};
inline constexpr Sentence kCorrectSink{"correct its address, secret or robot, then",
                                       "请修正其地址、密钥或机器人，然后执行"};
inline constexpr Sentence kFreeDisk{"free disk space, or remove old history", "请清理磁盘空间，或删除旧历史"};
inline constexpr Sentence kCheckDisk{"check the disk and the log of the daemon, then",
                                     "请检查磁盘和守护进程日志，然后执行"};
}  // namespace advice

/// Titles of blocks and messages that stand for more than one event.
namespace title {
inline constexpr Sentence kReverted{"{0}: changed and reverted", "{0}：改动后已恢复原样"};
inline constexpr Sentence kPart{"{0} of {1}", "{1}中有 {2}"};
inline constexpr Sentence kPartOfProject{"{0} of {1} of {3}", "{3} 的 {1}中有 {2}"};
inline constexpr Sentence kChanges{"{0} changes", "{0} 项变更"};
inline constexpr Sentence kChangesAllCritical{"{0} changes, all critical", "{0} 项变更，全部严重"};
inline constexpr Sentence kChangesSomeCritical{"{0} changes, {1} of them critical", "{0} 项变更，其中 {1} 项严重"};
inline constexpr Sentence kEvents{"{0} events", "{0} 个事件"};
inline constexpr Sentence kEventsAllCritical{"{0} events, all critical", "{0} 个事件，全部严重"};
inline constexpr Sentence kEventsSomeCritical{"{0} events, {1} of them critical", "{0} 个事件，其中 {1} 个严重"};
inline constexpr Sentence kTest{"Test message for sink {0}", "发给 {0} 的测试消息"};
}  // namespace title

/// Notes before the first block, and the test message.
namespace note {
inline constexpr Sentence kDelayed{"Delayed: this chat could not be reached {0}", "延迟送达：{0}期间无法连接本群"};
inline constexpr Sentence kDelayedBecause{"Delayed: this chat could not be reached {0}: {1}",
                                          "延迟送达：{0}期间无法连接本群：{1}"};
inline constexpr Sentence kReplayed{"Sent again on request", "应要求重新发送"};
inline constexpr Sentence kOneReplayed{"1 of these was sent again because somebody requested it",
                                       "其中 1 条应要求重新发送"};
inline constexpr Sentence kSomeReplayed{"{0} of these were sent again because somebody requested it",
                                        "其中 {0} 条应要求重新发送"};
inline constexpr Sentence kDigest{"Details: ", "详情："};
inline constexpr Sentence kTestLayout{"an alert states what changed, when, who is still notified, and what to do",
                                      "告警会说明改了什么、何时、仍会通知谁、如何处理"};
inline constexpr Sentence kTestAction{"none, no setting has changed", "无需处理，没有任何设置变更"};
}  // namespace note

}  // namespace noticed
