// What may be wrong with an exam's file, in the operator's two languages. Beside the code, not under messages/: the
// candidate's pages need none of it.

type Words = readonly [zh: string, en: string];

export const FAULT_WORDS = {
	'not-utf8': ['文件不是 UTF-8 编码，请另存为 UTF-8', 'the file is not UTF-8; save it as UTF-8'],
	'not-json': [
		'第 {line} 行第 {column} 列不合 JSON 语法，从这里起：{found}',
		'not JSON at line {line}, column {column}, from here on: {found}'
	],
	'json-ends': [
		'文件在第 {line} 行第 {column} 列中断，缺少收尾的引号或括号',
		'the file ends at line {line}, column {column}, before its quotes and brackets are closed'
	],
	'not-this-format': ['这里应是 "{expected}"', 'this should be "{expected}"'],
	missing: ['缺少这一项', 'this member is missing'],
	'unknown-member': ['没有这一项，请检查拼写', 'there is no such member; check its spelling'],
	'wrong-type': ['类型不对，应是{expectedZh}', 'wrong type, {expectedEn} is needed'],
	'not-one-of': ['只能是其中之一：{options}', 'must be one of: {options}'],
	empty: ['不能为空', 'must not be empty'],
	'too-long': ['太长，最多 {most}', 'too long, {most} at most'],
	'out-of-range': ['数值超出范围：{range}', 'out of range: {range}'],
	'bad-characters': [
		'含有不能使用的字符，或首尾有空格',
		'holds characters that cannot be used, or begins or ends with a space'
	],
	'bad-code': [
		'只能用大写字母、数字和连字符，2 到 16 位，以字母或数字开头',
		'capital letters, digits and hyphens only, 2 to 16, beginning with a letter or digit'
	],
	'bad-admission': [
		'准考证号只能用字母、数字和连字符，4 到 32 位',
		'an admission number has letters, digits and hyphens only, 4 to 32'
	],
	'bad-id-number': [
		'身份证件号应是 18 位：17 位数字，末位数字或 X',
		'an ID number has 18 characters: 17 digits, then a digit or X'
	],
	'bad-time': [
		'时间要写成带时区的 ISO 8601，例如 2027-01-09T09:00:00+08:00',
		'a time is ISO 8601 with its zone, such as 2027-01-09T09:00:00+08:00'
	],
	'bad-address': [
		'应是 https:// 开头的网址，或本站以 / 开头的路径',
		'an address that begins with https://, or a path of this site that begins with /'
	],
	'bad-picture': [
		'图片内容与类型不符，或不是 PNG、JPEG、WebP',
		'the picture is not of its type, or is no PNG, JPEG or WebP'
	],
	'bad-picture-name': [
		'图片名只能用文字、数字、点、下划线和连字符，最多 80 位',
		'a picture’s name has letters, digits, dots, underscores and hyphens only, 80 at most'
	],
	'portrait-missing': [
		'rules.face 为 required，考生要有照片，或在 exempt 中写 face',
		'with rules.face “required” a candidate needs a portrait, or “face” in exempt'
	],
	'portrait-type': [
		'用于人脸登录的照片只能是 JPEG 或 PNG',
		'a portrait for the face login must be a JPEG or PNG'
	],
	'portrait-unreadable': [
		'照片文件不完整、已损坏或尺寸过大，读不出来',
		'the portrait is cut off, damaged or too large, and cannot be read'
	],
	'portrait-no-face': [
		'照片中找不到人脸，请换一张正面免冠照片',
		'no face can be found in the portrait; use one that shows the face from the front'
	],
	'portrait-several-faces': [
		'照片中有 {count} 张人脸，只能有一张',
		'the portrait shows {count} faces; one is allowed'
	],
	'portrait-too-small': [
		'照片中的人脸只有 {width} 像素宽，至少要 {least} 像素',
		'the face in the portrait is {width} pixels wide; {least} are needed'
	],
	'portraits-not-looked-at': [
		'服务器暂时无法检查照片中的人脸，请稍后重新导入',
		'the faces in the portraits cannot be looked at just now; import again later'
	],
	'file-outside': [
		'文件要放在 JSON 文件的文件夹里，用相对路径',
		'the file must lie in the folder of the JSON file, by a relative path'
	],
	'file-missing': ['读不到文件 {file}', 'the file {file} cannot be read'],
	'short-password': ['密码至少 {least} 位', 'a password has {least} characters at least'],
	duplicate: ['与 {other} 重复：{value}', 'the same as {other}: {value}'],
	'not-a-plan': [
		'环节顺序不对：须按固定次序、不重复，含 gate 或 devices，并以 wait、answer、upload、done 结尾',
		'not a way through an interview: stages in their order, each once, with gate or devices, ending with wait, answer, upload, done'
	],
	'phone-not-in-plan': [
		'phone 为 required 时，plan 要含 phone，考生才有绑定佐证手机的环节',
		'with the phone “required” the plan needs the stage phone, where candidates bind theirs'
	],
	'entry-before-login': ['进场不能早于登录开放', 'the entry cannot open before the login'],
	'end-unclear': ['minutes 和 endsAt 只写其中一个', 'give either minutes or endsAt, one of them'],
	'ends-before-start': ['结束要晚于开始', 'the end must come after the start'],
	'too-long-sitting': ['一场不能超过 24 小时', 'a sitting lasts 24 hours at most'],
	'in-the-past': ['开考时间已过', 'the start is in the past'],
	'outside-window': [
		'开放时段要包含每一场：从登录开放到结束（{other}）',
		'the window must contain every sitting, from the opening of its login to its end ({other})'
	],
	'blind-examiner': [
		'考官在同一考试中不能兼任能看到考生身份的角色',
		'an examiner can hold no role that shows identities in the same exam'
	],
	'unknown-room': ['没有这个考场：{room}', 'there is no such room: {room}'],
	'ambiguous-room': [
		'有几场都有考场 {room}，请用 sitting 写明场次',
		'several sittings have a room {room}; name the sitting'
	],
	'room-needed': ['写了场次就要写考场', 'with a sitting, its room is needed too'],
	'question-order': [
		'题号要从 1 起连续，这里应是 {expected}',
		'questions are numbered from 1 on; this one should be {expected}'
	],
	'picture-missing': [
		'题中引用的图片 {name} 不在 pictures 里',
		'the picture {name} is shown here but is not in pictures'
	],
	'picture-outside': [
		'题中不能引用外部网址的图片：{name}',
		'a paper cannot show pictures from elsewhere: {name}'
	],
	'paper-too-large': [
		'试卷连同图片共 {size} MB，最多 {most} MB',
		'the paper with its pictures has {size} MB, {most} MB at most'
	],
	'account-taken': ['账号 {account} 已被占用', 'the account {account} is taken'],
	'account-other-name': [
		'账号 {account} 已有，姓名是 {name}，与此处不同',
		'the account {account} exists with another name, {name}'
	],
	'account-shows-identities': [
		'账号 {account} 已有能看到考生身份的角色，不能任考官',
		'the account {account} holds a role that shows identities, so it cannot be an examiner'
	],
	'code-taken': ['场次号 {code} 已用于别的考试', 'the sitting code {code} belongs to another exam'],
	'login-open': [
		'这个考试已开放登录，不能再更换',
		'the login of this exam has opened; it can no longer be replaced'
	],
	'attempts-begun': [
		'这个考试已有 {count} 人开始，不能再更换',
		'{count} attempts of this exam have begun; it can no longer be replaced'
	],
	'in-use': [
		'这个考试的抽签等已经定下，不能再更换',
		'the draw of this exam, or something else that refers to it, is fixed; it can no longer be replaced'
	],
	'paper-refused': ['试卷不能密封：{detail}', 'the paper cannot be sealed: {detail}'],
	'no-space': [
		'磁盘空间不够：需要 {need} GB，可用 {have} GB。请清理磁盘，或换一个数据目录',
		'not enough disk space: {need} GB are needed, {have} GB can be used. Free some, or choose another data folder'
	],
	// warnings: imported all the same
	'english-missing': ['没有英文，将显示中文', 'no English; the Chinese will be shown'],
	'id-checksum': [
		'身份证件号的校验位不对，请核对',
		'the check digit of this ID number is wrong; please compare'
	],
	'picture-unused': ['图片 {name} 没有用到', 'the picture {name} is not shown anywhere'],
	'password-kept': [
		'账号 {account} 已有，密码不变',
		'the account {account} exists; its password stays'
	]
} as const satisfies Record<string, Words>;

export type FaultCode = keyof typeof FAULT_WORDS;

/** Something wrong (or doubtful) in the file, with its place: `sittings[1].rooms[0].candidates[12].admission`. */
export interface Fault {
	readonly place: string;
	readonly code: FaultCode;
	readonly params: Readonly<Record<string, string | number>>;
}

export const fault = (place: string, code: FaultCode, params: Fault['params'] = {}): Fault => ({
	place,
	code,
	params
});

/** One line: the place, then what is wrong, in both languages. */
export function faultLine({ place, code, params }: Fault): string {
	const [zh, en] = FAULT_WORDS[code].map((words) =>
		words.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
	) as [string, string];
	return `${place === '' ? '' : `${place}: `}${zh} / ${en}`;
}
