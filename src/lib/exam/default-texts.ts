// What an exam says when it brings no words of its own. Markdown. An exam's file may replace any of them.
import type { ExamTexts } from '../attempt/rules.ts';

/** Everything but the title and the number to call, which only the exam knows. */
export const DEFAULT_TEXTS: Omit<ExamTexts, 'title' | 'supportPhone'> = {
	guidance: {
		'zh-CN':
			'考生您好，欢迎参加面试。请使用普通话，面向摄像头作答。请按题序作答，每题答完请说“该题回答完毕”。作答中不得透露姓名、单位等个人信息。各题用时自行安排，总时间到，面试自动结束。',
		en: 'Welcome to the interview. Please speak standard Chinese (Putonghua) and face the camera. Answer the questions in order and say “该题回答完毕” (this answer is complete) after each. Do not mention your name, your employer or other personal information. Divide the time between the questions as you see fit; the interview ends by itself when the time is over.'
	},
	process: [
		{
			title: { 'zh-CN': '绑定佐证手机', en: 'Bind a phone' },
			body: {
				'zh-CN':
					'如考试要求佐证手机，请用手机扫描电脑上的二维码，照手机提示检查、环拍、固定。手机一直拍到面试结束，请接上电源。不要求的，跳过这一步。',
				en: 'If the examination asks for a phone as evidence, scan the QR code on the computer with it and do as it says: check, sweep the room, fix it in its place. It films until the interview ends; keep it plugged in. Where none is asked for, this step is left out.'
			}
		},
		{
			title: { 'zh-CN': '抽签', en: 'Draw a lot' },
			body: {
				'zh-CN': '您抽取一个号码。考官只看到代码，看不到您的姓名。抽签过程事后可以公开验证。',
				en: 'You draw a number. Examiners see a code only, never your name. Anybody can verify the draw afterwards.'
			}
		},
		{
			title: { 'zh-CN': '承诺与须知', en: 'Pledge and notice' },
			body: {
				'zh-CN': '阅读并签署诚信承诺书，阅读在线考试须知。',
				en: 'Read and sign the pledge of integrity, then read the notice.'
			}
		},
		{
			title: { 'zh-CN': '进入考试', en: 'Enter the examination' },
			body: {
				'zh-CN':
					'打开摄像头和麦克风，进入全屏，共享整个屏幕。点【进入考试】以后开始录制，一直录到面试结束。',
				en: 'Open camera and microphone, go to full screen and share the whole screen. Recording begins when you enter and runs until the interview ends.'
			}
		},
		{
			title: { 'zh-CN': '确认设备和信息', en: 'Confirm devices and details' },
			body: {
				'zh-CN': '再看一遍画面、音量和个人信息。信息有误可以当场报告，不影响面试。',
				en: 'Check picture, sound and your details once more. A mistake can be reported on the spot and does not affect the interview.'
			}
		},
		{
			title: { 'zh-CN': '候考与答题', en: 'Wait and answer' },
			body: {
				'zh-CN':
					'到开考时间，题目自动出现，计时自动开始。网络断开时计时和录制照常进行，题目不会消失。',
				en: 'At the start the paper appears by itself and the clock runs. Without a network the clock, the recording and the paper go on.'
			}
		},
		{
			title: { 'zh-CN': '上传', en: 'Upload' },
			body: {
				'zh-CN':
					'面试结束后录像自动传完。使用佐证手机的，还要在手机上点【停止并上传】。看到“上传成功”，再关闭本页。',
				en: 'After the interview the recordings finish uploading by themselves; a phone is stopped by hand. Close the page when it says that everything has arrived.'
			}
		}
	],
	pledge: {
		'zh-CN': `本人自愿参加本次面试，已知晓考试规定，现郑重承诺：

1. 提供的个人信息真实、准确，由本人独立参加面试。
2. 面试期间独处一室，不与他人交谈，不接受任何形式的提示和帮助。
3. 不使用手机（佐证手机除外）、耳机、书籍、资料和其他电子设备。
4. 不录制、拍摄、抄写、传播试题和面试内容。
5. 服从监督员的管理。如有违反，愿意按照有关规定接受处理。`,
		en: `I take part in this interview of my own free will, I know its rules, and I pledge:

1. My details are true and correct, and I myself take the interview.
2. I am alone in the room during the interview, speak with nobody and accept no prompting or help of any kind.
3. I use no telephone (other than the evidence phone), earphones, books, notes or other devices.
4. I do not record, photograph, copy or pass on the questions or anything of the interview.
5. I follow the invigilators' instructions, and accept the consequences laid down in the rules if I break this pledge.`
	},
	notice: {
		'zh-CN': `- 请使用普通话作答。
- 请按题序作答，每题答完请说“该题回答完毕”。
- 不得透露姓名、准考证号、单位、学校等个人信息。
- 面试期间，监督员可以实时观看摄像头、屏幕和佐证手机的画面并听到声音，所见与录制的相同。
- 全程保持全屏，不切换窗口，只接一个显示器。
- 面部、双耳保持清晰可见，不戴口罩、耳机，不使用美颜和虚拟背景。
- 网络断开时不要慌张：计时和录制照常进行，录像完整保存在这台电脑上，联网后自动上传。
- 遇到问题点【求助】。计时不会停止。
- 面试结束后请等到“上传成功”再关闭本页，更不要清除浏览器数据。`,
		en: `- Please answer in standard Chinese (Putonghua).
- Answer the questions in order and say “该题回答完毕” (this answer is complete) after each.
- Do not mention your name, admission number, employer, school or other personal information.
- During the interview invigilators can watch camera, screen and evidence phone live and hear the sound: the same as is recorded.
- Stay in full screen, do not switch windows, and use one display only.
- Keep your face and both ears in view; no mask, earphones, beauty filter or virtual background.
- If the network is lost, stay calm: clock and recording go on, the recording is kept on this computer and uploaded by itself later.
- If anything is wrong, ask for help. The clock does not stop.
- When the interview is over, wait until everything has arrived before you close the page, and do not clear the browser's data.`
	},
	consent: {
		'zh-CN': `**用来做什么。** 登录时，把您此刻的脸与报名照片比对。考试中，在您自己的电脑上查看画面里是否有且只有一个人；每隔几分钟，把一张画面送到本场考试的服务器，再比对一次。不用于别的目的。

**保存什么。** 登录时拍下的五张照片及其校验值、比对的得分，以及考试中出现异常时的小图。全部加密保存在本场考试的服务器上，不交给其他机构。小图在您自己的电脑上也留一份，成绩公布以后，清除浏览器数据就能删除。

**谁能看。** 本场的监督员、考务负责人和总监督，每次查看都有记录。考官看不到。

**保存多久。** 成绩公布后，由考试机构按公布的期限删除。您也可以要求提前删除。

**可以不同意。** 用账号和临时密码登录同样有效，不影响成绩；不同意的考生，机器在考试中也不看脸。

**可以撤回。** 登录以前撤回，这次已经拍下的照片当即删除。登录以后撤回，机器不再看您的脸；登录时的照片留到身份核对完毕、成绩公布以后删除。

机器看到的只是提示，由人来判断，不会自动处罚任何人。`,
		en: `**What for.** At the login your face is compared with the photo of your application. During the interview your own computer looks whether exactly one person is in the picture, and every few minutes one picture is sent to this examination's server and compared again. It is used for nothing else.

**What is kept.** Five pictures taken at the login with their check values, how alike they are, and a small picture where something unusual is seen during the interview. All of it is encrypted on this examination's server and handed to nobody else. The small pictures also stay on your own computer; once the results are published you can delete them by clearing the browser's data.

**Who may see it.** The invigilators, the administrators and the auditor of your sitting; each look is on record. Examiners never see it.

**How long.** After the results are published the examining body deletes it at the announced time. You may ask for it earlier.

**You may decline.** Logging in with an account and a temporary password is just as valid and has no effect on your marks; nor does a machine look at the face of anybody who declines during the interview.

**You may take it back.** Before you are logged in: what was taken is deleted at once. Afterwards: no machine looks at your face any more; the pictures of the login are kept until your identity has been settled and the results are out.

What a machine sees is a hint. People judge; nobody is punished automatically.`
	},
	prepared: [
		{ 'zh-CN': '收到，请继续作答。', en: 'Understood. Please go on.' },
		{
			'zh-CN': '请正对镜头，保持在画面内。',
			en: 'Please face the camera and stay in the picture.'
		},
		{ 'zh-CN': '请回到全屏。', en: 'Please go back to full screen.' },
		{
			'zh-CN': '请检查麦克风，声音很小。',
			en: 'Please check your microphone, you are hard to hear.'
		},
		{
			'zh-CN': '请看一眼佐证手机，点【继续录制】。',
			en: 'Please look at the evidence phone and touch “Go on filming”.'
		},
		{ 'zh-CN': '请确认房间里只有您一人。', en: 'Please make sure that you are alone in the room.' }
	],
	helpVideo: null
};
